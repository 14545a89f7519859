# Databases.
#
# What a data source connects to: dialect, drivers and their archives, how its
# pool tests connections, its size, hosts, schema, purposes and login.
package carbonlint.model

import data.carbonlint.lib

# dialect is the database that a JDBC URL speaks to: mysql, postgresql,
# oracle, sqlserver, jtds, db2, h2, informix-sqli, mariadb, …
dialect(datasource) := d if {
	d := regex.find_all_string_submatch_n(`^jdbc:([a-z0-9-]+):`, lower(datasource.url.value), 1)[0][1]
}

# drivers: by class, the dialects that a driver accepts and the archives that
# hold it. The server renames an archive of its lib folder when it makes a
# bundle of it: mysql_connector_java_5.1.42_bin_1.0.0.jar.
drivers := {
	"com.mysql.jdbc.Driver": {"dialects": {"mysql"}, "archive": `mysql[-_]connector`},
	"com.mysql.cj.jdbc.Driver": {"dialects": {"mysql"}, "archive": `mysql[-_]connector`},
	"org.mariadb.jdbc.Driver": {"dialects": {"mysql", "mariadb"}, "archive": `mariadb[-_]java`},
	"org.postgresql.Driver": {"dialects": {"postgresql"}, "archive": `postgresql`},
	"oracle.jdbc.OracleDriver": {"dialects": {"oracle"}, "archive": `ojdbc`},
	"oracle.jdbc.driver.OracleDriver": {"dialects": {"oracle"}, "archive": `ojdbc`},
	"com.microsoft.sqlserver.jdbc.SQLServerDriver": {"dialects": {"sqlserver"}, "archive": `mssql[-_]jdbc|sqljdbc`},
	"net.sourceforge.jtds.jdbc.Driver": {"dialects": {"jtds"}, "archive": `jtds`},
	"com.ibm.db2.jcc.DB2Driver": {"dialects": {"db2"}, "archive": `db2jcc|^jcc[-_]`},
	"com.informix.jdbc.IfxDriver": {"dialects": {"informix-sqli"}, "archive": `ifxjdbc|informix`},
	"org.h2.Driver": {"dialects": {"h2"}},
}

# driver_dialects are the dialects whose drivers are known.
driver_dialects := {d | some driver in drivers; some d in driver.dialects}

# driver_archives are the patterns of the archives of which one must be
# installed for a data source: those of its driver, else of any driver for its
# URL. It is undefined for a driver that is not known.
driver_archives(datasource) := {drivers[datasource.driver.value].archive}

driver_archives(datasource) := archives if {
	not datasource.driver
	d := dialect(datasource)
	archives := {driver.archive | some driver in drivers; d in driver.dialects}
	count(archives) > 0
}

# pool_tests are the switches by which a pool tests its connections.
pool_tests(datasource) := [e |
	some attribute in ["test_on_borrow", "test_while_idle", "test_on_return"]
	e := datasource[attribute]
]

# pool_tested holds where one of them is on.
pool_tested(datasource) if {
	some e in pool_tests(datasource)
	lib.yes(e)
}

# pool_size is the number of connections that a pool may hold. The pool takes 100
# where no number above 0 is set.
pool_size(datasource) := to_number(datasource.max_active.value) if {
	sized(datasource)
} else := 100 if {
	not datasource.max_active.unknown
}

# sized holds for a pool that takes the size that is set.
sized(datasource) if regex.match(`^0*[1-9]\d{0,8}$`, datasource.max_active.value)

# database_hosts are the hosts of a JDBC URL. MySQL and SQL Server take none
# for the local one.
database_hosts(datasource) := [host |
	[_, authority] := regex.find_all_string_submatch_n(`^jdbc:(?:[A-Za-z0-9-]+:)+//([^/;?]*)`, datasource.url.value, 1)[0]
	some part in split(authority, ",")
	host := regex.replace(part, `^[^@]*@|\\[^:]*|:(\d+|\$\{[^}]*\})?$`, "")
] if {
	not startswith(lower(datasource.url.value), "jdbc:oracle:")
	regex.match(`^jdbc:(?:[A-Za-z0-9-]+:)+//`, datasource.url.value)
} else := [host | some [_, host] in regex.find_all_string_submatch_n(`(?i)\(\s*HOST\s*=\s*([^)\s]+)`, datasource.url.value, -1)] if {
	regex.match(`(?i)^jdbc:oracle:\w+:.*\(\s*HOST\s*=`, datasource.url.value)
} else := [host | some [_, host] in regex.find_all_string_submatch_n(`(?i)^jdbc:oracle:\w+:[^@]*@(?:tcps?:)?(?://)?(\[[^\]]+\]|[^:/?]+)[:/]`, datasource.url.value, 1)]

# on_this_host holds for a database that is reached without a network.
on_this_host(datasource) if {
	some host in database_hosts(datasource)
	loopback_or_none(host)
}

loopback_or_none("") := true

loopback_or_none(host) if lib.loopback(host)

# only_on_this_host holds where no other of several hosts is reached over one.
only_on_this_host(datasource) if {
	on_this_host(datasource)
	every host in database_hosts(datasource) { loopback_or_none(host) }
}

# undecided_database_host holds where the tree does not tell the host.
undecided_database_host(datasource) if {
	some host in database_hosts(datasource)
	undecided_host(host)
	host != ""
}

undecided_database_host(datasource) if {
	datasource.url.unknown
	count(database_hosts(datasource)) == 0
}

default_database_ports := {
	"mysql": "3306", "mariadb": "3306", "postgresql": "5432",
	"sqlserver": "1433", "jtds": "1433", "db2": "50000",
}

# database_schema is where the tables of a data source are, in a form that can
# be compared: host, port and database, for Oracle the user too. It is
# undefined where the tree does not tell.
database_schema(datasource) := schema if {
	lib.known(datasource.url)
	d := dialect(datasource)
	not d in {"h2", "oracle", "sqlserver"}
	[_, authority, name] := regex.find_all_string_submatch_n(`^jdbc:(?:[A-Za-z0-9-]+:)+//([^/;?]*)/([^?;:]*)`, datasource.url.value, 1)[0]
	schema := $"{with_port(lower(authority), d)}/{name}{inner_schema(datasource)}"
}

database_schema(datasource) := schema if {
	lib.known(datasource.url)
	dialect(datasource) == "sqlserver"
	[_, authority] := regex.find_all_string_submatch_n(`^jdbc:sqlserver://([^/;?]*)`, datasource.url.value, 1)[0]
	[_, name] := regex.find_all_string_submatch_n(`(?i);\s*database(?:name)?=([^;]*)`, datasource.url.value, 1)[0]
	schema := $"{with_port(lower(authority), "sqlserver")}/{lower(name)}"
}

database_schema(datasource) := schema if {
	lib.known(datasource.url)
	lib.known(datasource.username)
	dialect(datasource) == "oracle"
	[_, address] := regex.find_all_string_submatch_n(`@([^@]*)$`, datasource.url.value, 1)[0]
	schema := $"{lower(address)}/{lower(datasource.username.value)}"
}

database_schema(datasource) := split(datasource.url.value, ";")[0] if {
	lib.known(datasource.url)
	dialect(datasource) == "h2"
}

# PostgreSQL has schemas inside of a database.
default inner_schema(_) := ""

inner_schema(datasource) := $"/{name}" if {
	dialect(datasource) == "postgresql"
	[_, name] := regex.find_all_string_submatch_n(`[?&]currentSchema=([^&]+)`, datasource.url.value, 1)[0]
	name != "public"
}

with_port(authority, _) := authority if regex.match(`:\d+$|,`, authority)

with_port(authority, d) := $"{authority}:{object.get(default_database_ports, d, "")}" if not regex.match(`:\d+$|,`, authority)

# purposes_of tells what a data source is for, as far as its tables must be
# kept apart: api, statistics, broker, processes, analytics; all else is
# common. What names it says so, or the names that products ship.
purposes_of(datasource) := purposes if {
	purposes := by_user(datasource) | by_name(datasource)
	count(purposes) > 0
} else := {"common"}

by_user(datasource) := {purpose |
	some r in users_of(datasource)
	purpose := user_purposes[r.user]
}

by_name(datasource) := {purpose |
	some attribute in ["jndi", "name"]
	purpose := name_purposes[datasource[attribute].value]
}

user_purposes := {
	"the API manager": "api",
	"the API statistics": "statistics",
	"the message store of the broker": "broker",
	"the context store of the broker": "broker",
	"the process engine": "processes",
	"the human task engine": "processes",
	"attachment management": "processes",
	"the BPMN engine": "processes",
	"the analytics record store": "analytics",
}

name_purposes := {
	"jdbc/WSO2AM_DB": "api",
	"jdbc/WSO2AM_STATS_DB": "statistics",
	"WSO2MBStoreDB": "broker",
	"bpsds": "processes",
	"jdbc/ActivitiDB": "processes",
	"WSO2_ANALYTICS_EVENT_STORE_DB": "analytics",
	"WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB": "analytics",
}

# server_login holds for a data source whose login is that of a database
# server: its URL says so, or, where a placeholder hides the URL, its driver.
server_login(datasource) if database_server(datasource)

server_login(datasource) if {
	datasource.url.unknown
	not dialect(datasource)
	dialects := drivers[datasource.driver.value].dialects
	not "h2" in dialects
}

# login_undecided holds where the tree does not tell whose login it is.
login_undecided(datasource) if {
	datasource.url.unknown
	not dialect(datasource)
	not server_login(datasource)
}

# known_logins: the data sources of database servers whose password everybody
# knows.
known_logins := [ds |
	some ds in datasources
	ds.password
	server_login(ds)
	password_in_clear(ds)
	not login_undecided(ds)
	password_known(ds)
]

# What the vault replaces is decided by the vault.
password_in_clear(ds) if {
	lib.known(ds.password)
	not ds.password_alias
	not password_in_vault(ds)
}

password_in_vault(ds) if lib.yes(ds.password_encrypted)

password_known(ds) if ds.password.value in {"wso2carbon", "admin", "root", "password", "mysql", "postgres", ""}

password_known(ds) if {
	lib.known(ds.username)
	ds.password.value == ds.username.value
}
