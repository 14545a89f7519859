# METADATA
# title: The product is not run as a system service
# description: >-
#   A server that somebody started in a terminal stays down after the next
#   restart of the machine, runs as whoever that was, and with the limits of that
#   shell. A service starts with the machine, as its own user, and is started again when it
#   dies.
# related_resources:
# - ref: https://docs.wso2.com/display/ADMIN44x/Production+Deployment+Guidelines
#   description: Production Deployment Guidelines, Running the product
# - ref: https://docs.wso2.com/display/ADMIN44x/Running+the+Product
#   description: Running the Product
# custom:
#   remediation: |-
#     Run the start script that is listed here as a service of the system, under an account of its own.
#
#     ```ini
#     # /etc/systemd/system/wso2.service
#     [Unit]
#     After=network-online.target
#
#     [Service]
#     Type=forking
#     User=wso2carbon
#     PIDFile=/opt/wso2/wso2carbon.pid
#     ExecStart=/opt/wso2/bin/wso2server.sh start
#     ExecStop=/opt/wso2/bin/wso2server.sh stop
#     LimitNOFILE=65535
#     Restart=on-failure
#     SuccessExitStatus=143
#
#     [Install]
#     WantedBy=multi-user.target
#     ```
#
#     ```sh
#     systemctl is-enabled wso2 && systemctl show wso2 --property User,LimitNOFILE,Restart
#     ```
#
#     The lines are the scripts of the home that start a JVM, and the service
#     wrapper of Windows where it is set up. In a container the runtime takes
#     the part of the service: note that.
#   severity: note
#   kind: manual
#   tier: core
#   fix: none
#   guideline: security-running
#   since: 0.1.0
package carbonlint.rules.host.service_unit_missing

import data.carbonlint.model

subjects contains launcher if some launcher in model.launchers

findings := null
