# The start scripts as products ship them.
#
# shipped_scripts: by release, the SHA-256 of each start script with the line
# ends of Unix, by its path in the home. shipped_hashes: the scripts of this
# home's release, undefined where they are not known.
package carbonlint.model

shipped_hashes := shipped_scripts[release]

# Some profiles of EI 6 keep their version over releases in which their scripts
# change, so that the kernel tells them apart.
release := $"{input.home.product} {input.home.version}" if {
	shipped_scripts[$"{input.home.product} {input.home.version}"]
} else := $"{input.home.product} {input.home.version} on {input.home.kernel}"

shipped_scripts := {
	"WSO2 API Manager 2.1.0": {
		"bin/wso2server.bat": "57781ce068441b88829b1029dfbc725217e4d5aec07520fba700826d5da4b329",
		"bin/wso2server.sh": "daddc9cab35cfd58db79e0f5f060c0645469495be12a70da7336cf74ee85dbb1",
		"bin/yajsw/wrapper.conf": "3cf9f0bb724b2b06c87a82b2ea6296ac0da987b89153f3ee7b6aec2b0285a1a4",
	},
	"WSO2 API Manager 2.6.0": {
		"bin/wso2server.bat": "1f24df323922e74c4a828375a0e59688e05a6fd03672c82a3a4aacf0f3272491",
		"bin/wso2server.sh": "d89f8d06ab7446e03d27c854f9d45a597a1315644419f6462527767135dfa058",
		"bin/yajsw/wrapper.conf": "4615c7b477a8974fdba622c16e2ae6ca6ec347a62c8c777b938d62d1f531fc21",
	},
	"WSO2 Carbon 4.4.40": {
		"bin/wso2server.bat": "2faaac8c0df9408fbcf3f5e3e79e40397b543c49df0224aeb5b908e38897d193",
		"bin/wso2server.sh": "146f397f5fef8775963bb2259b7bcc09f9b3e0553f6ef4ae2c8fd061ee8c92f3",
		"bin/yajsw/wrapper.conf": "c66875f80a0fdaf46a8e1c571d69e3627b2d3c42ef91e00779524e961acc8579",
	},
	"WSO2 Carbon 4.4.9": {
		"bin/wso2server.bat": "a781884014eb113275cafdb527fce2c51ecda0175fc2189df017067397d2410b",
		"bin/wso2server.sh": "fa8ba7e47512c23c0c05a9c43854bdae9de9ebdbfd2d0e3c541b492e8e2fda21",
		"bin/yajsw/wrapper.conf": "3cf9f0bb724b2b06c87a82b2ea6296ac0da987b89153f3ee7b6aec2b0285a1a4",
	},
	"WSO2 Data Analytics Server 3.2.0": {
		"bin/wso2server.bat": "13913c941bd792997a0660cd3e5a10981074ca4359c16b3bda0edd2b9ceb7286",
		"bin/wso2server.sh": "724a24282ca3aef608288f23def22db2612182f69bfbcaaafaab5b8dcd663e0d",
		"bin/yajsw/wrapper.conf": "4615c7b477a8974fdba622c16e2ae6ca6ec347a62c8c777b938d62d1f531fc21",
	},
	"WSO2 Enterprise Integrator 6.1.1": {
		"bin/integrator.bat": "c86010603c664fc824e15364865eb4fd2b9b5912cab98df12e6a769c6050192b",
		"bin/integrator.sh": "35ddfc69f7bbcd8ddfc67595e041d3219c630d57033255443d344554ab502ca1",
		"bin/yajsw/wrapper.conf": "424df56c6936fa21765fbee427abf19bb9888fd7845d7ba2af44e84bfd817894",
	},
	"WSO2 Enterprise Integrator Analytics 6.0.0 on 4.4.16": {
		"bin/wso2server.bat": "5fb984cee4a2bc9ec52ba6f9380b8c2b9feb1fcb79bf74431a9b5f551f48823c",
		"bin/wso2server.sh": "873f0f6ecff06e39b0747fe9f93b36533dbc7f28041ed55584c99f39b4335446",
		"bin/yajsw/wrapper.conf": "4aefb89de79ec8e196ce364f895f58b60feb01f884c29c185c389feffa6b1a8d",
	},
	"WSO2 Message Broker 3.2.0 on 4.4.16": {
		"bin/wso2server.bat": "c0e4426909c990c3b92b8ccfb3f866e3f63d0f39dcaa59d3a6394529d3ce766a",
		"bin/wso2server.sh": "ac8d6066a969743f2dd91cc6136fd4a3f2c230fbd677ebfcb16a8138de5a96d0",
		"bin/yajsw/wrapper.conf": "bd4c5ff734b5cdeb44f0f57cd6e988af69711ccc8c95e63d7f9eb281791c7fed",
	},
	"WSO2 Business Process Server 3.6.0 on 4.4.16": {
		"bin/wso2server.bat": "5ebfbb1542d5b48553909e56fba624bd39fc427add756b0cfa8a68d6722e682f",
		"bin/wso2server.sh": "222affee6ca580b8759b960f17846169a4cf47f4ade7ed749250d91715a43db3",
		"bin/yajsw/wrapper.conf": "b28ebd1bd647dd2b6b01e851c43b8182467574144c7e19839db02a63753d19c8",
	},
	"WSO2 Enterprise Integrator 6.4.0": {
		"bin/integrator.bat": "c86010603c664fc824e15364865eb4fd2b9b5912cab98df12e6a769c6050192b",
		"bin/integrator.sh": "35ddfc69f7bbcd8ddfc67595e041d3219c630d57033255443d344554ab502ca1",
		"bin/yajsw/wrapper.conf": "805a0e0f2a6333e5b3a15ca0a9d6287a9975f133ff03255dcae3b4b8d0a883cd",
	},
	"WSO2 Message Broker 3.2.0 on 4.4.36": {
		"bin/wso2server.bat": "c0e4426909c990c3b92b8ccfb3f866e3f63d0f39dcaa59d3a6394529d3ce766a",
		"bin/wso2server.sh": "ac8d6066a969743f2dd91cc6136fd4a3f2c230fbd677ebfcb16a8138de5a96d0",
		"bin/yajsw/wrapper.conf": "55b8eb0af6b3e3d8c48628a552a943378a1ed73dbfed68fb73cea1712da3061b",
	},
	"WSO2 Business Process Server 6.4.0": {
		"bin/wso2server.bat": "ed6f43a36a557d1a95b6fcaca68d87c006bccf16228035c490b46b21ae159e97",
		"bin/wso2server.sh": "e63c288350065a86ad9965a190bd2e3ea6d675d21bb5cb1f1ab15e448689420f",
		"bin/yajsw/wrapper.conf": "3cfc193a938ac8a8285e3a05a46ae5c5e0a48d9fc738c2d1c176f58e6189114b",
	},
	"WSO2 Micro Integrator 6.4.0": {
		"bin/wso2server.bat": "5b5518dc7afc18bdd49443a0bfec916751e4801b5c5caa7884ffd6e3dc96929d",
		"bin/wso2server.sh": "98a0b9cd9d8b1ec7a47952dc3c4ae32ba2cfe134dbf04606c128aa068acab1f6",
	},
	"WSO2 Enterprise Integrator 6.6.0": {
		"bin/integrator.bat": "c7e586c53e364cd70d4ab9ec88e09076d2f40ab2a05e1bfbafda4350b2c8edc7",
		"bin/integrator.sh": "dc985fcdbb74c26dd7fd34d0535578d3aa6eb584a2e17ef2e5cd0fb5f7558699",
		"bin/yajsw/wrapper.conf": "4b2278049dd0700032a477b6eda65431430c0239b32ba996448b5d7d52157692",
	},
	"WSO2 Message Broker 3.2.0 on 4.5.3": {
		"bin/wso2server.bat": "a0e6b5ad50c6257a53353a6ceb0bc3e3d28ccad2a596b724ed3625e2bbf7da8e",
		"bin/wso2server.sh": "152689d6792ad112cfb2a1eeee2b516cbde5eae50cf2aae2b547dbb73ba6eecd",
		"bin/yajsw/wrapper.conf": "55b8eb0af6b3e3d8c48628a552a943378a1ed73dbfed68fb73cea1712da3061b",
	},
	"WSO2 Business Process Server 6.6.0": {
		"bin/wso2server.bat": "636138fcc26df40849ce14bd37b58a71405dc0a3fa2642f6bb1471cfcee596f9",
		"bin/wso2server.sh": "1523953aafb7cae0d7593f89def45e90131862bdb763d70fe865b6523f45e6d9",
		"bin/yajsw/wrapper.conf": "3cfc193a938ac8a8285e3a05a46ae5c5e0a48d9fc738c2d1c176f58e6189114b",
	},
	"WSO2 Enterprise Service Bus 5.0.0": {
		"bin/wso2server.bat": "eb089d0975626fc54b47b5ad2a87a9b286b789c3d0bee9eec765e1bfe48d598e",
		"bin/wso2server.sh": "596bc8332d2c2558d4ee672e2cac37c569a3f61557a715c7dda943301d88d758",
		"bin/yajsw/wrapper.conf": "28367d0187ae46e1cc1c8fe02aeb060c5176ab5011bec4eaef6ecd3362f54da9",
	},
	"WSO2 Identity Server 5.3.0": {
		"bin/wso2server.bat": "a781884014eb113275cafdb527fce2c51ecda0175fc2189df017067397d2410b",
		"bin/wso2server.sh": "fa8ba7e47512c23c0c05a9c43854bdae9de9ebdbfd2d0e3c541b492e8e2fda21",
		"bin/yajsw/wrapper.conf": "3cf9f0bb724b2b06c87a82b2ea6296ac0da987b89153f3ee7b6aec2b0285a1a4",
	},
	"WSO2 Identity Server 5.7.0": {
		"bin/wso2server.bat": "2faaac8c0df9408fbcf3f5e3e79e40397b543c49df0224aeb5b908e38897d193",
		"bin/wso2server.sh": "40cd6b77379738a8acf7b7abdae5eee8670aadfc62530a1f6f745c7be863f25a",
		"bin/yajsw/wrapper.conf": "4615c7b477a8974fdba622c16e2ae6ca6ec347a62c8c777b938d62d1f531fc21",
	},
}
