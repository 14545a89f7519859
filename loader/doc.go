// Package loader turns a directory tree into product homes, and their files
// into documents in which each value knows where it stands. It knows no rule
// and no policy engine.
//
// # Kinds
//
// A file's kind is what it is to the server: its base name (carbon.xml,
// user-mgt.xml, hazelcast.properties), or one of
//
//   - axis2.xml: the axis2 file that carbon.xml names, and no other;
//   - datasources: master-datasources.xml and *-datasources.xml;
//   - datasources-ignored: what else lies beside them with .xml in its name,
//     which no server loads: only the names are known;
//   - launcher: the start scripts and wrapper.conf; environment: what hands them
//     options, such as bin/setenv.sh, a unit of systemd and its .env file;
//   - user-store: the secondary user stores;
//   - event-publisher, event-receiver: what is deployed to send and take events;
//   - carbon/web.xml, tomcat/web.xml, webapp/web.xml: the deployment
//     descriptors of the console, of Tomcat itself and of deployed
//     applications;
//   - jaggery.conf: the descriptors of Jaggery applications;
//   - updates: what shows that updates were applied; keystore: files that hold
//     keys or certificates; password-file: the files beside the home from which
//     the server reads the password of its key store, an entry "line" each line;
//   - manifest: a manifest of Kubernetes that cannot be read; of one that can,
//     the files in its ConfigMaps and Secrets have kinds of their own;
//   - sample: the samples that are deployed, and the folder of them;
//   - copy: copies of configuration files beside the live ones; runtime-file:
//     what a server wrote while it ran. Only the names are known.
//
// # Paths
//
// A path names a value inside its file. In XML it is the local names of the
// elements joined by slashes, with [name] after an element that carries a name
// or id attribute, and @name for an attribute:
//
//	axisconfig/clustering/parameter[membershipScheme]
//	Server/Service/Connector/@port
//
// In JSON it is the keys joined by slashes; a list adds none.
//
// In a properties file it is the key, in a launcher and its environment the JVM option without its
// value: -Xmx, -Dorg.wso2.ignoreHostnameVerification, -XX:HeapDumpPath.
package loader
