/** Somebody who works at Acme. */
export interface Employee {
  firstName: string
  lastName: string
  email: string
  language: 'en' | 'de' | 'fr' | 'es' | 'pt'
  number: string
  /** Of the account at the PBX. */
  password: string
  pin: string
  profile: 'Office' | 'Home' | 'Do not deploy'
}

function employee(
  number: string,
  name: [first: string, last: string],
  address: string,
  language: Employee['language'],
  pin: string,
  profile: Employee['profile'] = 'Office',
): Employee {
  const [firstName, lastName] = name
  const email = `${address}@acme.example`
  return { number, firstName, lastName, email, language, pin, password: `s3cret-${number}`, profile }
}

// The four of whom the story tells.
export const anna = employee('1001', ['Anna', 'Kühn'], 'anna.kuehn', 'de', '482913')
export const ben = employee('1002', ['Ben', 'Okafor'], 'ben.okafor', 'en', '739105')
export const carol = employee('1003', ['Carol', 'Díaz'], 'carol.diaz', 'es', '260417')
export const dora = employee('1004', ['Dora', 'Weiss'], 'dora.weiss', 'de', '918273')

/** Everybody at Acme, by number. */
export const employees: readonly Employee[] = [
  anna,
  ben,
  carol,
  dora,
  employee('1005', ['Émile', 'Laurent'], 'emile.laurent', 'fr', '550216', 'Home'),
  employee('1006', ['Inês', 'Carvalho'], 'ines.carvalho', 'pt', '644870', 'Home'),
  employee('1007', ['Goran', 'Petrović'], 'goran.petrovic', 'en', '371955'),
  employee('1008', ['Mai', 'Nguyễn'], 'mai.nguyen', 'fr', '802746'),
  employee('1099', ['', 'Lift'], 'facilities', 'en', '100200', 'Do not deploy'),
]
