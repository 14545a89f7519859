package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/carbonlint/carbonlint/policies"
	"github.com/carbonlint/carbonlint/reporters"
)

// setProcs runs the rest of the test on n cores.
func setProcs(t *testing.T, n int) {
	t.Helper()
	old := runtime.GOMAXPROCS(n)
	t.Cleanup(func() { runtime.GOMAXPROCS(old) })
}

// canary is a secret that stands wherever a home may keep one.
const canary = "Canary7Secret"

// canaries are the places: live values, comments, copies, templates, a broken
// file, URLs, start scripts.
var canaries = map[string]string{
	"repository/conf/datasources/custom.xml": "<datasources-configuration><datasources><datasource><name>X</name><definition type=\"RDBMS\"><configuration><password>" + canary + "</password></configuration></definition></datasource></datasources></datasources-configuration>\n",
	"repository/conf/carbon.xml": `<Server xmlns="http://wso2.org/projects/carbon/carbon.xml">
  <HostName>localhost</HostName> <Security><KeyStore><Password>Canary7Secret</Password><KeyPassword>Canary7Secret</KeyPassword></KeyStore></Security>
  <!-- <HostName>x</HostName> <Password>Canary7Secret</Password> --> <MgtHostName>localhost</MgtHostName>
  <HostName>localhost</HostName> <!-- <Property name="password" value="Canary7Secret"/> <Password><![CDATA[Canary7Secret]]></Password> <Password>a 'b' Canary7Secret</Password> -->
  <HostName>localhost</HostName> <!-- https://u:p@Canary7Secret@h/ jdbc:oracle:thin:scott/Canary7Secret@h <name>password</name><value>Canary7Secret</value> -->
  <Ports><JMX><RMIRegistryPort>9999</RMIRegistryPort><RMIServerPort>11111</RMIServerPort></JMX></Ports>
</Server>`,
	"repository/conf/user-mgt.xml": `<UserManager><Realm><Configuration><AdminUser><UserName>admin</UserName><Password>Canary7Secret</Password></AdminUser>
  <Property name="dataSource">jdbc/CarbonDB</Property></Configuration>
  <UserStoreManager class="org.wso2.carbon.user.core.ldap.ReadOnlyLDAPUserStoreManager">
    <Property name="ConnectionURL">ldap://ldap.acme.com</Property><Property name="ConnectionPassword">Canary7Secret</Property>
    <Property name="PasswordHashMethod">MD5</Property>
  </UserStoreManager></Realm></UserManager>`,
	"repository/conf/datasources/master-datasources.xml": `<datasources-configuration><datasources>
  <datasource><name>A</name><jndiConfig><name>jdbc/CarbonDB</name></jndiConfig><definition type="RDBMS"><configuration>
    <url>jdbc:h2:./repository/database/X;USER=sa;PASSWORD=Canary7Secret</url><username>root</username><password>Canary7Secret</password><driverClassName>com.mysql.jdbc.Driver</driverClassName><testOnBorrow>true</testOnBorrow>
  </configuration></definition></datasource>
  <datasource><name>C</name><jndiConfig><name>jdbc/C</name></jndiConfig><definition type="RDBMS"><configuration>
    <url>jdbc:mysql://localhost:3306/x?useSSL=false&amp;trustCertificateKeyStorePassword=Canary7Secret</url><username>root</username><driverClassName>com.mysql.jdbc.Driver</driverClassName>
  </configuration></definition></datasource>
  <datasource><name>D</name><jndiConfig><name>jdbc/D</name></jndiConfig><definition type="RDBMS"><configuration>
    <url>jdbc:sqlserver://localhost;databaseName=x;trustStorePassword = {Canary7Secret}</url><username>root</username><connectionProperties>keyStorePassword=Canary7Secret</connectionProperties>
  </configuration></definition></datasource>
  <datasource><name>B</name><jndiConfig><name>jdbc/B</name></jndiConfig><definition type="RDBMS"><configuration>
    <url>jdbc:oracle:thin:scott/x@db:1521/y?password=Canary7Secret</url><driverClassName>org.h2.Driver</driverClassName><validationQuery>SELECT 1</validationQuery><testOnBorrow>true</testOnBorrow>
  </configuration></definition></datasource>
</datasources></datasources-configuration>`,
	"repository/conf/axis2/axis2.xml": `<axisconfig>
  <transportReceiver name="https" class="org.apache.synapse.transport.passthru.PassThroughHttpSSLListener">
    <parameter name="HttpsProtocols">SSLv3</parameter> <parameter name="keystore"><KeyStore><Password>Canary7Secret</Password></KeyStore></parameter>
  </transportReceiver>
  <transportSender name="https" class="org.apache.synapse.transport.passthru.PassThroughHttpSSLSender"><parameter name="HostnameVerifier">AllowAll</parameter><parameter name="truststore"><TrustStore><Password>Canary7Secret</Password></TrustStore></parameter></transportSender>
  <clustering enable="true"><parameter name="membershipScheme">multicast</parameter><parameter name="localMemberHost">127.0.0.1</parameter><parameter name="domain">wso2.carbon.domain</parameter><parameter name="groupPassword">Canary7Secret</parameter></clustering>
</axisconfig>`,
	"repository/conf/tomcat/catalina-server.xml":         `<Server><Service><Connector port="9443" scheme="https" SSLEnabled="true" sslEnabledProtocols="TLSv1" ciphers="SSL_RSA_WITH_RC4_128_MD5" keystorePass="Canary7Secret" truststorePass="Canary7Secret"/></Service></Server>`,
	"repository/conf/registry.xml":                       "<wso2registry>\n<dbConfig name=\"a\"><dataSource>jdbc/Gone</dataSource><password>Canary7Secret</password></dbConfig></wso2registry>",
	"repository/conf/stray.xml":                          "<a>\n<b/> # password=Canary7Secret\n<c/> Password>Canary7Secret -->\n</a>",
	"repository/conf/carbon_old.xml":                     "<a><Password>Canary7Secret</Password></a>",
	"repository/conf/broken.xml":                         "<a>\n<Password>Canary7Secret</Password><b></a>",
	"repository/conf/ampersand.xml":                      "<a><Password>x&Canary7Secret;</Password></a>",
	"repository/conf/bracket.xml":                        "<a><Password>x<Canary7Secret></Password></a>",
	"arith/bin/wso2server.sh":                            "X=$((1 Canary7Secret))\n",
	"arith/repository/conf/carbon.xml":                   `<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"/>`,
	"repository/conf/broken.properties":                  "db.password=Canary7Secret\nhome=C:\\users Canary7Secret\n",
	"repository/conf/jndi.properties":                    "connectionfactory.Q = amqp://admin:Canary7Secret@clientid/carbon?brokerlist='tcp://localhost:5673'\n",
	"repository/conf/security/cipher-text.properties":    "Carbon.Security.KeyStore.Password=[Canary7Secret]\n",
	"repository/conf/metrics.xml":                        `<Metrics><Enabled>true</Enabled><Reporting><DAS><Enabled>true</Enabled><DataAgentURL>tcp://localhost:7611</DataAgentURL><Password>Canary7Secret</Password></DAS></Reporting></Metrics>`,
	"repository/conf/security/authenticators.xml":        `<Authenticators><Authenticator name="SAML2SSOAuthenticator" disabled="false"><Config><Parameter name="IdentityProviderSSOServiceURL">https://user:Canary7Secret@localhost:9443/samlsso</Parameter></Config></Authenticator></Authenticators>`,
	"repository/deployment/server/userstores/x.xml":      `<UserStoreManager class="org.wso2.carbon.user.core.jdbc.JDBCUserStoreManager"><Property name="password">Canary7Secret</Property><Property name="url">jdbc:h2:mem:x;password=Canary7Secret</Property><Property name="PasswordDigest">MD5</Property></UserStoreManager>`,
	"repository/deployment/server/eventpublishers/x.xml": `<eventPublisher name="x"><to eventAdapterType="wso2event"><property name="receiverURL">tcp://u:Canary7Secret@das:7611</property><property encrypted="false" name="password">Canary7Secret</property></to></eventPublisher>`,
	"bin/wso2server.sh":                                  "$JAVACMD -Dhttpclient.hostnameVerifier=AllowAll -Djavax.net.ssl.keyStorePassword=Canary7Secret org.wso2.carbon.bootstrap.Bootstrap\n",
	"bin/wso2server.bat":                                 "set CMD_LINE_ARGS=-Dhttpclient.hostnameVerifier=AllowAll -Djavax.net.ssl.keyStorePassword=Canary7Secret -Dx=\"y\"\r\n\"%JAVA_HOME%\\bin\\java\" %CMD_LINE_ARGS% org.wso2.carbon.bootstrap.Bootstrap\r\n",
	"bin/yajsw/wrapper.conf":                             "wrapper.java.additional.1 = -Djavax.net.ssl.trustStorePassword=Canary7Secret\nwrapper.java.additional.2 = -Dhttpclient.hostnameVerifier=AllowAll\nwrapper.ntservice.password=Canary7Secret\n",
	"waived/repository/conf/carbon.xml":                  `<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><!-- carbonlint:ignore-file hostname/not_set - was password=Canary7Secret --><HostName>localhost</HostName><!-- carbonlint:ignore hostname/x password=Canary7Secret --><!-- carbonlint:ignore token:Canary7Secret - x --></Server>`,
	"password-tmp":                                       "Canary7Secret\n",
	"repository/resources/security/x.key":                "-----BEGIN PRIVATE KEY-----\nCanary7Secret\n-----END PRIVATE KEY-----\n",
	"repository/resources/security/x.p12":                "0\x03\x02\x01\x03Canary7Secret",
	"tpl/repository/conf/carbon.xml.erb":                 `<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><% if x %><a><% end %><Password>Canary7Secret</Password></Server>`,

	"k8s/conf.yaml": `kind: ConfigMap
data:
  carbon.xml: |
    <Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><HostName>localhost</HostName><Security><KeyStore><Password>Canary7Secret</Password></KeyStore></Security></Server>
  jndi.properties: |
    connectionfactory.Q = amqp://admin:Canary7Secret@clientid/carbon?brokerlist='tcp://localhost:5673'
---
kind: Secret
stringData: {password: Canary7Secret}
`,
	"k8s/broken/conf.yaml": "kind: ConfigMap\ndata:\n  carbon.xml: |\n    <Server xmlns=\"http://wso2.org/projects/carbon/carbon.xml\"/>\n  user-mgt.xml: |\n    <UserManager><Password>x&Canary7Secret;</Password>\n",

	"nodes/n/a/repository/conf/carbon.xml":                         siblingCarbon,
	"nodes/n/b/repository/conf/carbon.xml":                         siblingCarbon,
	"nodes/n/a/repository/conf/axis2/axis2.xml":                    siblingAxis2,
	"nodes/n/b/repository/conf/axis2/axis2.xml":                    siblingAxis2,
	"nodes/n/a/repository/conf/user-mgt.xml":                       siblingUsers,
	"nodes/n/b/repository/conf/user-mgt.xml":                       siblingUsers,
	"nodes/n/a/repository/conf/registry.xml":                       siblingRegistry,
	"nodes/n/b/repository/conf/registry.xml":                       siblingRegistry,
	"nodes/n/a/repository/conf/datasources/master-datasources.xml": strings.ReplaceAll(siblingSources, "HOST", "db1"),
	"nodes/n/b/repository/conf/datasources/master-datasources.xml": strings.ReplaceAll(siblingSources, "HOST", "db2"),

	"repository/deployment/server/jaggeryapps/store/jaggery.conf":  `{"filters":[{"name":"H","class":"org.apache.catalina.filters.HttpHeaderSecurityFilter","params":[{"value":"Canary7Secret","name":"apiPassword"},{"name":"hstsEnabled","value":"false"}]}],"filterMappings":[{"name":"H","url":"*"}],"contextParams":[{"name":"db","value":"jdbc:x://u:Canary7Secret@h"}],"secret":"Canary7Secret"}`,
	"repository/deployment/server/jaggeryapps/broken/jaggery.conf": "{\"a\":1,\n\"password\":Canary7Secret}",
}

// The files of two nodes of one cluster, which tell each other their addresses
// and databases.
const (
	siblingCarbon = `<Server xmlns="http://wso2.org/projects/carbon/carbon.xml"><Name>WSO2 ESB</Name><ServerKey>ESB</ServerKey><Ports><Offset>0</Offset></Ports>
  <Security><KeyStore><Password>Canary7Secret</Password></KeyStore></Security></Server>`
	siblingAxis2 = `<axisconfig><clustering enable="true"><parameter name="membershipScheme">wka</parameter><parameter name="domain">esb.acme</parameter>
  <parameter name="localMemberHost">10.0.0.1</parameter><parameter name="localMemberPort">4000</parameter><parameter name="groupPassword">Canary7Secret</parameter>
  <members><member><hostName>10.0.0.1</hostName><port>4000</port></member><member><hostName>10.0.0.2</hostName><port>4000</port></member></members></clustering></axisconfig>`
	siblingUsers = `<UserManager><Realm><Configuration><Property name="dataSource">jdbc/U</Property></Configuration>
  <UserStoreManager class="org.wso2.carbon.user.core.jdbc.JDBCUserStoreManager"><Property name="CaseInsensitiveUsername">true</Property></UserStoreManager></Realm></UserManager>`
	siblingRegistry = `<wso2registry><currentDBConfig>local</currentDBConfig><dbConfig name="local"><dataSource>jdbc/L</dataSource></dbConfig><dbConfig name="gov"><dataSource>jdbc/G</dataSource></dbConfig>
  <remoteInstance url="https://localhost"><id>gov</id><dbConfig>gov</dbConfig></remoteInstance>
  <mount path="/_system/config" overwrite="true"><instanceId>gov</instanceId><targetPath>/_system/config</targetPath></mount></wso2registry>`
	siblingSources = `<datasources-configuration><datasources>
  <datasource><name>U</name><jndiConfig><name>jdbc/U</name></jndiConfig><definition type="RDBMS"><configuration><url>jdbc:mysql://root:Canary7Secret@HOST:3306/users</url></configuration></definition></datasource>
  <datasource><name>L</name><jndiConfig><name>jdbc/L</name></jndiConfig><definition type="RDBMS"><configuration><url>jdbc:postgresql://db/local?user=a&amp;password=Canary7Secret</url></configuration></definition></datasource>
  <datasource><name>G</name><jndiConfig><name>jdbc/G</name></jndiConfig><definition type="RDBMS"><configuration><url>jdbc:mysql://root:Canary7Secret@db/gov</url></configuration></definition></datasource>
</datasources></datasources-configuration>`
)

// writeCanaries writes the home and returns its folder.
func writeCanaries(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range canaries {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestNoSecret checks that no output holds a secret of the tree: no report in
// any format, no document unless asked for, no error, no file left behind.
func TestNoSecret(t *testing.T) {
	dir := writeCanaries(t)
	summary := filepath.Join(t.TempDir(), "summary.md")
	t.Setenv("GITHUB_STEP_SUMMARY", summary)
	for _, format := range reporters.Formats() {
		for _, args := range [][]string{{"lint", "-o", format, dir}, {"lint", "-o", format, "--all", dir}} {
			assertClean(t, args)
		}
	}
	if text, err := os.ReadFile(summary); err != nil || !strings.Contains(string(text), "| error |") || strings.Contains(string(text), canary) {
		t.Errorf("the step summary is empty or holds a secret (%v):\n%s", err, text)
	}
	assertClean(t, []string{"lint", "--fix=unsafe", "--diff", dir})
	assertClean(t, []string{"dump", dir})
	// What nodes tell each other must be there to be clean of secrets.
	var told bytes.Buffer
	run([]string{"dump", "--home", "nodes/n/a", dir}, strings.NewReader(""), &told, &bytes.Buffer{})
	for _, index := range []string{"realm_databases", "local_registries", "shared_databases", "mounting"} {
		if !strings.Contains(told.String(), `"`+index+`"`) {
			t.Errorf("the nodes do not tell each other their %s, so this test proves nothing of it", index)
		}
	}
	assertNoSecretInBaseline(t, dir)
	assertNoSecretOnScreen(t, dir)
	var out bytes.Buffer
	run([]string{"dump", "--show-secrets", dir}, strings.NewReader(""), &out, &bytes.Buffer{})
	if !strings.Contains(out.String(), canary) {
		t.Error("dump --show-secrets hides what it was asked for, so this test proves nothing")
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if rel, _ := filepath.Rel(dir, name); err == nil && !d.IsDir() && canaries[filepath.ToSlash(rel)] == "" {
			t.Errorf("the run left %s behind", rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// assertNoSecretInBaseline checks the file that a run writes, and that it has
// no hash of the secret either.
func assertNoSecretInBaseline(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "baseline.json")
	var out bytes.Buffer
	if code := run([]string{"lint", "--write-baseline", file, dir}, strings.NewReader(""), &out, &out); code != exitClean {
		t.Fatalf("exit code %d: %s", code, out.String())
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if strings.Contains(line, canary) || strings.Contains(line, `"rule":"secrets/plain_text"`) && strings.Contains(line, `"value"`) {
			t.Errorf("the baseline holds %s", line)
		}
	}
	if !strings.Contains(string(data), `"rule":"secrets/plain_text"`) {
		t.Error("the baseline holds no finding about a secret, so this test proves nothing")
	}
}

// assertNoSecretOnScreen checks what watch shows: of a terminal, and elsewhere.
func assertNoSecretOnScreen(t *testing.T, dir string) {
	t.Helper()
	target, err := locate([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	report, _, err := judge(&streams{nil, io.Discard, io.Discard}, lintFlags{}, target, today(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, redraw := range []bool{false, true} {
		history := new(reporters.History)
		history.Next(&policies.Report{}, time.Now())
		appeared, gone := history.Next(report, time.Now()), history.Next(&policies.Report{}, time.Now())
		for _, c := range []*reporters.Change{appeared, gone} {
			if err := reporters.WriteChange(&out, report, c, reporters.Screen{Redraw: redraw}, reporters.Options{All: true}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if text := out.String(); !strings.Contains(text, "secrets/plain_text") || strings.Contains(text, canary) {
		t.Errorf("the screen shows nothing about a secret, or the secret:\n%s", text)
	}
}

func assertClean(t *testing.T, args []string) {
	t.Helper()
	var out, diagnostics bytes.Buffer
	code := run(args, strings.NewReader(""), &out, &diagnostics)
	if args[0] == "lint" && len(args) > 3 && code != exitFindings {
		t.Errorf("%v: exit code %d, want %d: the canaries were not judged", args, code, exitFindings)
	}
	for _, text := range []string{out.String(), diagnostics.String()} {
		if at := strings.Index(text, canary); at >= 0 {
			t.Errorf("%v: a secret in the output: …%s…", args[:len(args)-1], text[max(0, at-120):at+len(canary)])
		}
	}
}
