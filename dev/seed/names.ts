/** Names of people of one language, in its own script. */
export interface Names {
  /** ISO 639-1. */
  language: string
  /** Where an account of this language sits. */
  country: string
  timeZone: string
  first: readonly Name[]
  last: readonly Name[]
  /** What companies are called there. */
  company: string
}

/** A name, and how it is spelt in an e-mail address. */
export interface Name {
  name: string
  latin: string
}

/** @param first, last separated by blanks; `_` is a blank inside a name, and `name=latin` where letters must be rewritten */
function of(
  language: string,
  country: string,
  timeZone: string,
  company: string,
  first: string,
  last: string,
): Names {
  return { language, country, timeZone, company, first: namesIn(first), last: namesIn(last) }
}

function namesIn(list: string): Name[] {
  return list.split(/\s+/).map((entry) => {
    const [name = '', latin = name] = entry.replaceAll('_', ' ').split('=')
    return { name, latin: spelt(latin) }
  })
}

const respelt: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
}

function spelt(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßøłıæœäöü]/g, (letter) => respelt[letter] as string)
    .normalize('NFD')
    .replace(/[^a-z]/g, '')
}

export const namesOfLanguages: readonly Names[] = [
  of(
    'en',
    'GB',
    'Europe/London',
    'Ltd',
    `Oliver Amelia George Isla Harry Ava Noah Mia Jack Emily Leo Sophie Arthur Grace Oscar Lily Henry Freya Thomas Ella Charlie Florence William
     Evie James Rosie Edward Daisy Samuel Alice Joseph Harriet Daniel Eleanor Benjamin Charlotte Alexander Matilda Patrick Siobhán`,
    `Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson
     Clarke Harrison Hughes Edwards Turner Hill Moore Clark Ward Cooper King Watson Baker Morgan Allen O’Brien O’Neill Campbell-Reid Khan Singh`,
  ),
  of(
    'de',
    'DE',
    'Europe/Berlin',
    'GmbH',
    `Anna Lukas Emma Leon Mia Paul Hannah Jonas Lena Felix Laura Maximilian Lea Finn Sophie Elias Marie Jürgen Käthe Günther Björn Jörg Uwe Heike
     Sabine Thomas Petra Stefan Ursula Wolfgang Renate Klaus Ingrid Dieter Monika Matthias Silke Sören Bärbel Karl-Heinz`,
    `Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz
     Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann Köhler Herrmann König Walter Mayer Huber Kühn Groß Weiß Jäger`,
  ),
  of(
    'fr',
    'FR',
    'Europe/Paris',
    'SARL',
    `Gabriel Jade Raphaël Louise Léo Emma Louis Alice Lucas Chloé Hugo Inès Arthur Léa Jules Manon Nathan Zoé Adam Camille Éloïse Maël Anaïs Noé
     Élodie François Hélène Benoît Cécile Jérôme Aurélie Sébastien Mélanie Frédéric Noémie Jean-Luc Marie-Claire Guillaume Océane Théo`,
    `Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefèvre Leroy Roux David Bertrand Morel Fournier Girard
     Bonnet Dupont Lambert Fontaine Rousseau Vincent Müller Lefebvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Béranger`,
  ),
  of(
    'es',
    'ES',
    'Europe/Madrid',
    'SL',
    `Hugo Lucía Martín Sofía Lucas María Mateo Martina Leo Paula Daniel Julia Alejandro Valeria Manuel Alba Pablo Emma Álvaro Carla Adrián Sara
     Enzo Noa Mario Carmen Diego Claudia David Valentina Iván Jimena José_Luis Inés Óscar Íñigo Begoña Ramón Nuria Ángeles`,
    `García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Alonso
     Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz Núñez`,
  ),
  of(
    'pt',
    'PT',
    'Europe/Lisbon',
    'Lda',
    `João Maria Francisco Leonor Afonso Matilde Duarte Beatriz Tomás Carolina Santiago Mariana Lourenço Ana Miguel Inês Gonçalo Alice Martim Margarida
     Rodrigo Sofia Guilherme Clara Simão Benedita Gabriel Francisca Rafael Laura Conceição José António Fátima Luís Íris Vítor Glória Sérgio Lúcia`,
    `Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Jesus Sousa Fernandes Gonçalves Gomes Lopes Marques Alves Almeida Ribeiro Pinto
     Carvalho Teixeira Moreira Correia Mendes Nunes Soares Vieira Monteiro Cardoso Rocha Neves Coelho Cruz Cunha Pires Ramos Reis Simões Antunes Araújo`,
  ),
  of(
    'it',
    'IT',
    'Europe/Rome',
    'S.r.l.',
    `Leonardo Sofia Francesco Aurora Tommaso Giulia Edoardo Ginevra Alessandro Vittoria Mattia Beatrice Lorenzo Alice Gabriele Ludovica Riccardo Emma
     Andrea Matilde Diego Anna Nicolò Camilla Davide Chiara Giuseppe Giorgia Federico Martina Antonio Sara Carla Paolo Elena Marco Niccolò Giosuè Desirée Marisa`,
    `Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini Costa Giordano Rizzo Lombardi Moretti
     Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola D’Angelo Dell’Orto Nicolò`,
  ),
  of(
    'nl',
    'NL',
    'Europe/Amsterdam',
    'BV',
    `Daan Emma Sem Julia Lucas Mila Levi Tess Finn Sophie Noah Zoë Luuk Sara Milan Nora Bram Yara Liam Eva Thijs Lotte Sven Noor Jesse Saar Thomas Liv
     Ruben Fleur Jan Anouk Pieter Maud Willem Roos Joëlle Geert Marijke Renée`,
    `de_Jong Jansen de_Vries van_den_Berg van_Dijk Bakker Janssen Visser Smit Meijer de_Boer Mulder de_Groot Bos Vos Peters Hendriks van_Leeuwen
     Dekker Brouwer de_Wit Dijkstra Smits de_Graaf van_der_Meer Kok Jacobs van_Dam Vermeulen Schouten van_Beek Postma Willems Koster Prins Huisman Verhoeven Kuiper Maas Daniëls`,
  ),
  of(
    'sv',
    'SE',
    'Europe/Stockholm',
    'AB',
    `William Alice Liam Maja Noah Vera Hugo Alma Oliver Elsa Adam Astrid Lucas Freja Elias Ebba Axel Wilma Oscar Saga Alexander Ella Nils Olivia Erik
     Signe Gösta Åsa Björn Märta Håkan Örjan Göran Kerstin Lars Ingrid Sören Gunilla Åke Linnéa`,
    `Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson Jansson Hansson Bengtsson Jönsson
     Lindberg Jakobsson Magnusson Lindström Olofsson Lindqvist Lindgren Berg Axelsson Bergström Lundberg Lind Lundgren Lundqvist Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg Sjöberg Wallin Ångström Öberg`,
  ),
  of(
    'pl',
    'PL',
    'Europe/Warsaw',
    'Sp. z o.o.',
    `Antoni Zuzanna Jan Julia Jakub Zofia Aleksander Hanna Franciszek Maja Szymon Lena Filip Alicja Mikołaj Maria Stanisław Oliwia Wojciech Amelia Adam
     Anna Michał Wiktoria Łukasz Małgorzata Paweł Łucja Krzysztof Żaneta Rafał Bożena Zdzisław Grażyna Jarosław Agnieszka Sławomir Elżbieta Józef Światosława`,
    `Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Wojciechowski
     Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński Wróbel Nowakowski Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Górski Witkowski Rutkowski Sikora Łuczak`,
  ),
  of(
    'tr',
    'TR',
    'Europe/Istanbul',
    'A.Ş.',
    `Yusuf Zeynep Mustafa Elif Eymen Defne Ömer Asel Alparslan Nehir Mehmet Azra Ali Eylül Ahmet Ebrar Emir Meryem Hüseyin Ayşe Çınar Fatma İbrahim Şevval
     Kerem Gökçe Hakan Özlem Serkan Gül Tuğba Uğur Çağla Barış Işıl Murat Şule İpek Oğuz Ümit`,
    `Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Korkmaz Özcan
     Çakır Erdoğan Yavuz Can Acar Şen Aktaş Güler Yalçın Güneş Bozkurt Bulut Keskin Ünal Turan Gül Işık`,
  ),
  of(
    'el',
    'GR',
    'Europe/Athens',
    'ΑΕ',
    `Γιώργος=giorgos Μαρία=maria Δημήτρης=dimitris Ελένη=eleni Κώστας=kostas Κατερίνα=katerina Γιάννης=giannis Βασιλική=vasiliki Νίκος=nikos Σοφία=sofia
     Παναγιώτης=panagiotis Αγγελική=angeliki Χρήστος=christos Γεωργία=georgia Βασίλης=vasilis Δήμητρα=dimitra Αθανάσιος=athanasios Ιωάννα=ioanna
     Μιχάλης=michalis Αικατερίνη=aikaterini Ευάγγελος=evangelos Ευαγγελία=evangelia Σπύρος=spyros Αναστασία=anastasia Αντώνης=antonis Παρασκευή=paraskevi
     Σταύρος=stavros Άννα=anna Θεόδωρος=theodoros Κωνσταντίνα=konstantina Ηλίας=ilias Χριστίνα=christina Στέλιος=stelios Ειρήνη=eirini Πέτρος=petros
     Φωτεινή=foteini Λευτέρης=lefteris Ζωή=zoi Άγγελος=angelos Ξένια=xenia`,
    `Παπαδόπουλος=papadopoulos Παπαδάκης=papadakis Βασιλείου=vasileiou Γεωργίου=georgiou Οικονόμου=oikonomou Δημητρίου=dimitriou Παπαγεωργίου=papageorgiou
     Νικολάου=nikolaou Ιωάννου=ioannou Αντωνίου=antoniou Κωνσταντίνου=konstantinou Αθανασίου=athanasiou Χριστοδούλου=christodoulou Μακρής=makris
     Καραγιάννης=karagiannis Αγγελόπουλος=angelopoulos Σταματίου=stamatiou Μιχαηλίδης=michailidis Λάμπρου=lamprou Αλεξίου=alexiou Κυριακού=kyriakou
     Πετρίδης=petridis Θεοδώρου=theodorou Σωτηρίου=sotiriou Δήμου=dimou Ζαφειρίου=zafeiriou Ράπτης=raptis Σαββίδης=savvidis Τσιρώνης=tsironis
     Βλάχος=vlachos Κόκκινος=kokkinos Μαύρος=mavros Παππάς=pappas Ξανθόπουλος=xanthopoulos Φωτίου=fotiou Ευαγγέλου=evangelou Ηλιόπουλος=iliopoulos
     Καλογερόπουλος=kalogeropoulos Σκούρας=skouras Ψαράς=psaras`,
  ),
  of(
    'ru',
    'KZ',
    'Asia/Almaty',
    'ТОО',
    `Александр=aleksandr Анна=anna Михаил=mikhail Мария=maria Иван=ivan Елена=elena Дмитрий=dmitry Ольга=olga Максим=maksim Наталья=natalia Артём=artem
     Екатерина=ekaterina Сергей=sergey Татьяна=tatiana Андрей=andrey Ирина=irina Алексей=aleksey Светлана=svetlana Николай=nikolay Юлия=yulia
     Владимир=vladimir Анастасия=anastasia Павел=pavel Ксения=ksenia Фёдор=fedor Дарья=daria Юрий=yury Виктория=viktoria Роман=roman Людмила=lyudmila
     Григорий=grigory Галина=galina Степан=stepan Алёна=alena Виктор=viktor Жанна=zhanna Игорь=igor Вера=vera Егор=egor Полина=polina`,
    `Иванов=ivanov Смирнова=smirnova Кузнецов=kuznetsov Попова=popova Васильев=vasilyev Петрова=petrova Соколов=sokolov Михайлова=mikhailova Новиков=novikov
     Фёдорова=fedorova Морозов=morozov Волкова=volkova Алексеев=alekseev Лебедева=lebedeva Семёнов=semenov Егорова=egorova Павлов=pavlov Козлова=kozlova
     Степанов=stepanov Николаева=nikolaeva Орлов=orlov Андреева=andreeva Макаров=makarov Никитина=nikitina Захаров=zakharov Зайцева=zaitseva Соловьёв=soloviev
     Борисова=borisova Яковлев=yakovlev Григорьева=grigorieva Романов=romanov Воробьёва=vorobieva Сергеев=sergeev Кузьмина=kuzmina Фролов=frolov
     Щербакова=shcherbakova Жуков=zhukov Цветкова=tsvetkova Юдин=yudin Эйхе=eikhe`,
  ),
  of(
    'ar',
    'AE',
    'Asia/Dubai',
    'ش.م.م',
    `محمد=mohammed فاطمة=fatima أحمد=ahmed مريم=mariam علي=ali عائشة=aisha حسن=hassan زينب=zainab حسين=hussein خديجة=khadija عمر=omar سارة=sara خالد=khaled
     نور=noor يوسف=youssef ليلى=layla إبراهيم=ibrahim هدى=huda عبدالله=abdullah آمنة=amna سعيد=saeed سلمى=salma كريم=karim رانيا=rania طارق=tariq دينا=dina
     سامي=sami منى=mona فيصل=faisal ريم=reem ماجد=majed لينا=lina راشد=rashed هند=hind وليد=walid سمية=sumaya زياد=ziad جميلة=jamila بدر=badr شيماء=shaimaa`,
    `الأحمد=alahmad الهاشمي=alhashimi المنصوري=almansoori النعيمي=alnuaimi الشامسي=alshamsi الزعابي=alzaabi المزروعي=almazrouei الكعبي=alkaabi الحداد=haddad
     خوري=khoury النجار=najjar السيد=alsayed عبدالرحمن=abdulrahman حمدان=hamdan منصور=mansour صالح=saleh ناصر=nasser إسماعيل=ismail عثمان=othman سليمان=suleiman
     مصطفى=mustafa محمود=mahmoud يعقوب=yaqoub داود=dawood القاسمي=alqasimi الفارسي=alfarsi البلوشي=albalushi الحربي=alharbi العتيبي=alotaibi القحطاني=alqahtani
     الغامدي=alghamdi الزهراني=alzahrani الشمري=alshammari العنزي=alanazi المطيري=almutairi الدوسري=aldosari عباس=abbas فارس=fares شاهين=shaheen درويش=darwish`,
  ),
  of(
    'ja',
    'JP',
    'Asia/Tokyo',
    '株式会社',
    `蓮=ren 陽葵=himari 湊=minato 芽依=mei 蒼=aoi 紬=tsumugi 樹=itsuki 凛=rin 大翔=hiroto 結菜=yuina 悠真=yuma 莉子=riko 翔太=shota 美咲=misaki 健=ken さくら=sakura
     大輔=daisuke 陽子=yoko 拓也=takuya 恵子=keiko 誠=makoto 由美子=yumiko 浩=hiroshi 直美=naomi 隆=takashi 久美子=kumiko 和也=kazuya 真由美=mayumi 修=osamu
     千尋=chihiro 亮=ryo あかり=akari 聡=satoshi 優子=yuko 剛=tsuyoshi 彩=aya 学=manabu ユキ=yuki 進=susumu マリ=mari`,
    `佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 伊藤=ito 渡辺=watanabe 山本=yamamoto 中村=nakamura 小林=kobayashi 加藤=kato 吉田=yoshida 山田=yamada
     佐々木=sasaki 山口=yamaguchi 松本=matsumoto 井上=inoue 木村=kimura 林=hayashi 斎藤=saito 清水=shimizu 山崎=yamazaki 森=mori 池田=ikeda 橋本=hashimoto
     阿部=abe 石川=ishikawa 山下=yamashita 中島=nakajima 石井=ishii 小川=ogawa 前田=maeda 岡田=okada 長谷川=hasegawa 藤田=fujita 後藤=goto 近藤=kondo
     村上=murakami 遠藤=endo 青木=aoki 坂本=sakamoto`,
  ),
  of(
    'zh',
    'SG',
    'Asia/Singapore',
    '有限公司',
    `伟=wei 芳=fang 娜=na 秀英=xiuying 敏=min 静=jing 丽=li 强=qiang 磊=lei 军=jun 洋=yang 勇=yong 艳=yan 杰=jie 娟=juan 涛=tao 明=ming 超=chao 秀兰=xiulan
     霞=xia 平=ping 刚=gang 桂英=guiying 浩然=haoran 梓涵=zihan 宇轩=yuxuan 诗涵=shihan 子墨=zimo 雨桐=yutong 俊杰=junjie 欣怡=xinyi 志强=zhiqiang 美玲=meiling
     建国=jianguo 晓明=xiaoming 思远=siyuan 佳琪=jiaqi 天宇=tianyu 梦瑶=mengyao 文博=wenbo`,
    `王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 黄=huang 赵=zhao 吴=wu 周=zhou 徐=xu 孙=sun 马=ma 朱=zhu 胡=hu 郭=guo 何=he 林=lin 高=gao 罗=luo 郑=zheng
     梁=liang 谢=xie 宋=song 唐=tang 许=xu 邓=deng 韩=han 冯=feng 曹=cao 彭=peng 曾=zeng 肖=xiao 田=tian 董=dong 潘=pan 袁=yuan 蔡=cai 欧阳=ouyang 司马=sima`,
  ),
]
