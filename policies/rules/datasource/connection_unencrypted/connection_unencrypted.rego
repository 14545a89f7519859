# METADATA
# title: The database connection is not encrypted
# description: >-
#   Password hashes, tokens and whatever the registry keeps travel in clear
#   between the server and its database, and so may the login. Whoever records
#   the traffic on the way has them, and can change what is written.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Working+with+Databases
#   description: Working with Databases
# - ref: https://docs.wso2.com/display/ADMIN44x/Security+Guidelines+for+Production+Deployment
#   description: Security Guidelines for Production Deployment
# - ref: https://jdbc.postgresql.org/documentation/ssl/
#   description: PostgreSQL JDBC driver, using SSL
# custom:
#   remediation: |-
#     Ask for TLS in the URL, and check the certificate of the database.
#
#     ```xml
#     <url>jdbc:mysql://db.example.com:3306/regdb?useSSL=true&amp;requireSSL=true&amp;verifyServerCertificate=true</url>
#     <url>jdbc:postgresql://db.example.com:5432/regdb?ssl=true&amp;sslmode=verify-full</url>
#     <url>jdbc:sqlserver://db.example.com:1433;databaseName=regdb;encrypt=true</url>
#     <url>jdbc:oracle:thin:@tcps://db.example.com:2484/regdb</url>
#     ```
#
#     MySQL and SQL Server are judged by what the URL says, since their drivers
#     differ in what they do without a word; PostgreSQL and Oracle encrypt only
#     when they are told to. A database on the machine itself is exempt. There
#     are no lesser cases.
#   severity: warning
#   kind: static
#   tier: extended
#   fix: assist
#   guideline: linked
#   since: 0.1.0
#   security_severity: 5.9
package carbonlint.rules.datasource.connection_unencrypted

import data.carbonlint.lib
import data.carbonlint.model

subjects contains {"at": ds.url, "unknown": undecided(ds)} if some ds in judged

findings contains lib.finding(ds.url, $"The data source {model.datasource_name(ds)} connects to its database {how}.") if {
	some ds in judged
	how := fault(ds)
}

# What else the server speaks to has no such option, or a URL without one.
judged := [ds |
	some ds in model.datasources
	ds.url
	speaks(ds)
]

speaks(ds) if model.dialect(ds) in {"mysql", "mariadb", "postgresql", "sqlserver", "oracle"}

speaks(ds) if model.login_undecided(ds)

# fault is undefined where the connection is encrypted or leaves no machine. A
# word that switches encryption off decides, whatever else is a placeholder.
fault(ds) := $"without encryption where the database offers none, by '{word}'" if {
	word := off(ds)
	regex.match(`(?i)=(allow|prefer)$`, word)
	leaves(ds)
} else := $"without encryption, by '{word}'" if {
	word := off(ds)
	leaves(ds)
} else := "without encryption, which its URL does not ask for" if {
	quiet(ds)
	not model.only_on_this_host(ds)
	not undecided(ds)
}

leaves(ds) if {
	not model.only_on_this_host(ds)
	not model.undecided_database_host(ds)
}

off(ds) := regex.find_n(`(?i)\b(useSSL=false|sslMode=DISABLED?)\b`, options(ds), 1)[0] if {
	model.dialect(ds) in {"mysql", "mariadb"}
	not regex.match(`(?i)\bsslMode=(REQUIRED|VERIFY|PREFERRED|TRUST)`, options(ds))
}

off(ds) := regex.find_n(`(?i)\b(ssl=false|sslmode=(disable|allow|prefer))\b`, options(ds), 1)[0] if model.dialect(ds) == "postgresql"

off(ds) := regex.find_n(`(?i)\bencrypt=false\b`, options(ds), 1)[0] if model.dialect(ds) == "sqlserver"

# These two encrypt nothing unless they are told to.
quiet(ds) if {
	model.dialect(ds) == "postgresql"
	not regex.match(`(?i)[?&;](ssl(=true)?|sslmode=(require|verify-ca|verify-full))(&|;|$)`, options(ds))
}

quiet(ds) if {
	model.dialect(ds) == "oracle"
	not regex.match(`(?i)tcps|oracle\.net\.encryption_client|oci:`, options(ds))
}

options(ds) := $"{ds.url.value};{object.get(ds, ["connection_properties", "value"], "")}"

default undecided(_) := false

undecided(ds) if model.undecided_database_host(ds)

undecided(ds) if {
	some part in ["url", "connection_properties"]
	ds[part].unknown
	not off(ds)
}

# An alias is looked up elsewhere, and the native client has files of its own.
undecided(ds) if {
	model.dialect(ds) == "oracle"
	count(model.database_hosts(ds)) == 0
}

undecided(ds) if regex.match(`(?i)^jdbc:oracle:oci`, ds.url.value)
