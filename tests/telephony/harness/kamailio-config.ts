export interface KamailioSettings {
  databaseUrl: string
  sipPort: number
  tlsPort: number
  rpcPort: number
  domains: readonly string[]
  certificateFile: string
  keyFile: string
}

/**
 * A registrar and proxy for the given domains on loopback: digest authentication against table `subscriber` (HA1 only,
 * the realm is the domain), bindings written through to table `location`, JSON-RPC over HTTP on a port of its own.
 * For tests only: it trusts OPTIONS and NOTIFY without authentication, and its JSON-RPC has none at all.
 */
export function kamailioConfig(settings: KamailioSettings): string {
  const { databaseUrl, sipPort, tlsPort, rpcPort, certificateFile, keyFile } = settings
  const domains = settings.domains.map((domain) => domain.replaceAll('.', '[.]')).join('|')
  return `#!KAMAILIO
debug=2
log_stderror=yes
children=2
tcp_children=2
auto_aliases=no
listen=udp:127.0.0.1:${sipPort}
listen=tcp:127.0.0.1:${sipPort}
listen=tcp:127.0.0.1:${rpcPort}
enable_tls=yes
listen=tls:127.0.0.1:${tlsPort}
tcp_accept_no_cl=yes

${modules.map((name) => `loadmodule "${name}.so"`).join('\n')}

# The default method fails with the TLS library of linphone: "no suitable signature algorithm".
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "private_key", "${keyFile}")
modparam("tls", "certificate", "${certificateFile}")
modparam("jsonrpcs", "transport", 1)
modparam("jsonrpcs", "pretty_format", 0)
modparam("usrloc", "db_url", "${databaseUrl}")
modparam("usrloc", "db_mode", 1)
modparam("usrloc", "use_domain", 1)
modparam("usrloc", "timer_interval", 5)
# linphone would put a GRUU into its contact, to which requests within a call cannot be routed.
modparam("registrar", "gruu_enabled", 0)
modparam("registrar", "min_expires", 10)
modparam("registrar", "default_expires", 300)
modparam("auth_db", "db_url", "${databaseUrl}")
modparam("auth_db", "calculate_ha1", 0)
modparam("auth_db", "password_column", "ha1")
modparam("auth_db", "use_domain", 1)
modparam("auth_db", "load_credentials", "")

request_route {
	if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
	xlog("L_NOTICE", "REQ $rm $fu -> $ru src $proto:$si:$sp UA=$ua\\n");

	if (has_totag()) {
		if (loose_route()) { route(RELAY); }
		if (is_method("ACK")) {
			if (t_check_trans()) { route(RELAY); }
			exit;
		}
		sl_send_reply("404", "Not here");
		exit;
	}
	if (is_method("CANCEL")) {
		if (t_check_trans()) { route(RELAY); }
		exit;
	}
	t_check_trans();

	# What JSON-RPC makes it send comes from its own socket.
	if (!(is_method("NOTIFY|OPTIONS") && src_ip == myself && $sp == ${sipPort})) {
		if (is_method("REGISTER|INVITE|MESSAGE|REFER")) {
			if (!($fd =~ "^(${domains})$")) { sl_send_reply("404", "Unknown domain"); exit; }
			if (!auth_check("$fd", "subscriber", "1")) {
				if (is_present_hf("Authorization")) { xlog("L_NOTICE", "REFUSED $rm $fu\\n"); }
				auth_challenge("$fd", "0");
				exit;
			}
			consume_credentials();
		} else if (!is_method("OPTIONS|NOTIFY")) {
			sl_send_reply("405", "Method Not Allowed");
			exit;
		}
	}
	if (is_method("REGISTER")) {
		if (!save("location")) { sl_reply_error(); }
		exit;
	}

	remove_hf("Route");
	if (is_method("INVITE")) { record_route(); }
	if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
	route(RELAY);
}

route[RELAY] {
	t_on_reply("REPLY");
	if (!t_relay()) { sl_reply_error(); }
	exit;
}

onreply_route[REPLY] {
	xlog("L_NOTICE", "REPLY $rs $rr to $rm call-id $ci\\n");
}

event_route[xhttp:request] {
	if ($Rp == ${rpcPort} && $hu =~ "^/RPC") { jsonrpc_dispatch(); exit; }
	xhttp_reply("404", "Not Found", "text/plain", "not found\\n");
}
`
}

const modules = [
  ...['jsonrpcs', 'tm', 'sl', 'rr', 'pv', 'maxfwd', 'textops', 'siputils', 'xlog', 'db_postgres', 'usrloc'],
  ...['registrar', 'auth', 'auth_db', 'xhttp', 'tls'],
]
