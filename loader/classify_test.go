package loader

import "testing"

func TestUndecided(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		"${carbon.home}/repository", "jdbc:h2:${carbon.home}/db", "<%= @host %>", "{{ host }}", "{% if x %}", "$env{HOST}", "$secret{admin}",
		"@product.name@", "WSO2_REG_DB_HOSTNAME", "jdbc:mysql://WSO2_REG_DB_HOSTNAME:3306/reg", "WSO2_HOSTNAME", "DB_PASSWORD",
	} {
		if !undecided(value) {
			t.Errorf("%q is not decided by the tree", value)
		}
	}
	for _, value := range []string{
		"", "admin", "WSO2_CARBON_DB", "WSO2CARBON_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000", "CARBON_LOGFILE", "a@b.com", "user@host@x",
		"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "$1", "a$b", "{x}", "admin@wso2.com,root@wso2.com",
	} {
		if undecided(value) {
			t.Errorf("%q is a value and no placeholder", value)
		}
	}
}

func TestSensitive(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind  string
		paths []string // path=value
		want  bool     // of the last entry
	}{
		{"carbon.xml", []string{"Server/Security/KeyStore/Password=x"}, true},
		{"carbon.xml", []string{"Server/Security/KeyStore/KeyAlias=x"}, false},
		{"user-mgt.xml", []string{"UserManager/Realm/UserStoreManager/Property[ConnectionPassword]=x"}, true},
		{"user-mgt.xml", []string{"UserManager/Realm/UserStoreManager/Property[PasswordDigest]=SHA-256"}, false},
		{"user-mgt.xml", []string{"UserManager/Realm/UserStoreManager/Property[StoreSaltedPassword]=true"}, false},
		{"user-mgt.xml", []string{"UserManager/Realm/UserStoreManager/Property[PasswordJavaRegEx]=^[\\S]{5,30}$"}, false},
		{"user-mgt.xml", []string{"UserManager/Realm/Configuration/AdminUser/Password/@secretAlias=UserManager.AdminUser.Password"}, false},
		{"catalina-server.xml", []string{"Server/Service/Connector/@keystorePass=x"}, true},
		{"identity.xml", []string{"a/Property[password]/@value=x"}, true},
		{"identity.xml", []string{"a/Property[password]/@name=password"}, false},
		{"web.xml", []string{"w/init-param/param-name=keystorePassword", "w/init-param/param-value=x"}, true},
		{"web.xml", []string{"w/init-param/param-name=rememberPassword", "w/init-param/param-value=false"}, false},
		{"identity.xml", []string{"a/Property[Log.Token]/@name=Log.Token", "a/Property[Log.Token]=false"}, false},
		{"web.xml", []string{"w/init-param/param-name=colour", "w/init-param/param-value=x"}, false},
		{"x.xml", []string{"a/entry/@key=db.password", "a/entry=x"}, true},
		{"x.properties", []string{"db.passwordFile=/run/secrets/db"}, false},
		{"x.properties", []string{"secret.file.location=/run/secrets/db"}, false},
		{"x.properties", []string{"password.file.content=x"}, true},
		{"jndi.properties", []string{"connectionfactory.Q=amqp://admin:admin@clientid/carbon"}, true},
		{"datasources", []string{"d/url=jdbc:postgresql://h/db?user=a&password=b"}, true},
		{"datasources", []string{"d/url=jdbc:mysql://h/db?useSSL=true&trustCertificateKeyStorePassword=b"}, true},
		{"datasources", []string{"d/url=jdbc:sqlserver://h;databaseName=x; password = b"}, true},
		{"datasources", []string{"d/url=jdbc:mysql://address=(host=h)(user=a)(password=b)/db"}, true},
		{"datasources", []string{"d/url=jdbc:mysql://h/db?passwordCharacterEncoding=UTF-8"}, false},
		{"datasources", []string{"d/connectionProperties=password=b"}, true},
		{"axis2.xml", []string{"a/b=jms:/q?transport.jms.Password=b"}, true},
		{"axis2.xml", []string{"a/b=jms:/q?java.naming.security.credentials=b"}, true},
		{"user-mgt.xml", []string{"a/sql=UPDATE UM_USER SET UM_SALT=?,UM_USER_PASSWORD= ? WHERE UM_ID=?"}, false},
		{"user-mgt.xml", []string{"a/filter=(&(objectClass=person)(userPassword=*))"}, false},
		{"datasources", []string{"d/url=jdbc:postgresql://h:5432/db"}, false},
		{"datasources", []string{"d/url=jdbc:mysql://root:x/y@db/carbon"}, true},
		{"datasources", []string{"d/url=jdbc:mysql://root:1x/y@db/carbon"}, true},
		{"datasources", []string{"d/url=jdbc:oracle:thin:scott/tiger@//h:1521/db"}, true},
		{"datasources", []string{"d/url=jdbc:oracle:thin:@//h:1521/db"}, false},
		{"x.xml", []string{"a/b=https://h:9443/users/me@example.org"}, false},
		{"cipher-text.properties", []string{"Some.Alias=[x]"}, true},
		{"launcher", []string{"-Djavax.net.ssl.keyStorePassword=x"}, true},
		{"x.properties", []string{"oauth.token=x"}, true},
		{"identity.xml", []string{"a/OAuth2TokenEPUrl=https://x/token"}, false},
	} {
		var entries []Entry
		for _, p := range test.paths {
			for i := range p {
				if p[i] == '=' {
					entries = append(entries, Entry{Path: p[:i], Value: p[i+1:]})
					break
				}
			}
		}
		classify(test.kind, entries)
		if got := entries[len(entries)-1].Sensitive; got != test.want {
			t.Errorf("%s %v: sensitive is %v, want %v", test.kind, test.paths, got, test.want)
		}
	}
}

// A secret in a comment is masked however it is written.
func TestMaskText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`<Property name="password" value="x y"/> z`:                               `<Property name="password" value="********"/> z`,
		`<Password><![CDATA[x]]></Password>`:                                      `<Password><![CDATA[********></Password>`,
		`<Password><value>x</value></Password>`:                                   `<Password><value>********</value></Password>`,
		`<param-name>password</param-name> <param-value>x y</param-value>`:        `<param-name>password</param-name> <param-value>********</param-value>`,
		`<parameter name="groupPassword"> x y </parameter>`:                       `<parameter name="groupPassword"> ******** </parameter>`,
		`<Password>x'y]z</Password>`:                                              `<Password>********</Password>`,
		`password=x'y"z a`:                                                        `password=******** a`,
		`password: "x y" a`:                                                       `password: "********" a`,
		`'password' => 'x "y', 'a' => 'b'`:                                        `'password' => '********', 'a' => 'b'`,
		`{\"token\":\"x\"} a`:                                                     `{\"token\":******** a`,
		`https://u:x@y@h:1/a`:                                                     `https://u:********@h:1/a`,
		`jdbc:oracle:thin:scott/x@y@h:1521`:                                       `jdbc:oracle:thin:scott/********@h:1521`,
		`<b>Passwords are long</b> https://h:1/ me@h <PasswordX/> jdbc:x:thin:@h`: `<b>Passwords are long</b> https://h:1/ me@h <PasswordX/> jdbc:x:thin:@h`,
	} {
		if got := MaskText(text); got != want {
			t.Errorf("%s reads %s, want %s", text, got, want)
		}
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	text := "<a><Password>höchst geheim</Password> <b>ok</b></a>\n<!-- <Password>canary</Password> -->\n<PasswordDigest>SHA-256</PasswordDigest>"
	src := NewSource("x.xml", text)
	secret := Span{13, 13 + len("höchst geheim")}
	digest := Span{len(text) - len("SHA-256</PasswordDigest>"), len(text) - len("</PasswordDigest>")}
	f := &File{Source: src, Decoded: Decoded{Entries: []Entry{
		{Path: "a/Password", Value: "höchst geheim", Span: secret, Sensitive: true},
		{Path: "PasswordDigest", Value: "SHA-256", Span: digest},
	}}}
	for i, want := range []string{
		"<a><Password>********</Password> <b>ok</b></a>",
		"<!-- <Password>********</Password> -->",
		"<PasswordDigest>SHA-256</PasswordDigest>",
	} {
		if got := f.Line(i + 1).Text; got != want {
			t.Errorf("line %d is %q, want %q", i+1, got, want)
		}
	}
	line := f.Line(1)
	for column, want := range map[int]int{1: 1, 14: 14, 20: 14, 27: 22, 28: 23} {
		if got := line.Column(column); got != want {
			t.Errorf("column %d is shown at %d, want %d", column, got, want)
		}
	}
}
