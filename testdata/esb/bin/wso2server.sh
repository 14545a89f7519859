#!/bin/sh
if [ -z "$JVM_MEM_OPTS" ]; then
    JVM_MEM_OPTS="-Xms2048m -Xmx2048m"
fi

$JAVACMD \
    $JVM_MEM_OPTS \
    $JAVA_OPTS \
    -Dcom.sun.management.jmxremote \
    -Dcarbon.home="$CARBON_HOME" \
    -Dconf.location="$CARBON_HOME/repository/conf"\
    -Djdk.tls.ephemeralDHKeySize=2048 \
    -Djdk.tls.rejectClientInitiatedRenegotiation=true \
    -Dhttpclient.hostnameVerifier="AllowAll" \
    org.wso2.carbon.bootstrap.Bootstrap $*
