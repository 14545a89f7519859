// A client of carbonlint's language server for VS Code.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
	const settings = workspace.getConfiguration("carbonlint");
	const server = { command: settings.get("path"), args: ["lsp", ...settings.get("arguments")] };
	// Files of these names are configuration wherever a home is; the server
	// says nothing of the others.
	const pattern = "**/*.{xml,properties,sh,bat,conf,erb,epp,j2,tmpl,yaml}";
	client = new LanguageClient("carbonlint", "carbonlint", server, {
		documentSelector: [{ scheme: "file", pattern }],
	});
	return client.start();
};

exports.deactivate = () => client?.stop();
