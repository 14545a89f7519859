// Drives the language server from the protocol library of VS Code: a fault
// across files from a buffer that is not saved, and its fix.
// Arguments: push or pull, the folder, the file that is edited, the file that
// has the fault.
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { createProtocolConnection, StreamMessageReader, StreamMessageWriter, ...lsp } = require("vscode-languageserver-protocol/node");
const { TextDocument } = require("vscode-languageserver-textdocument");

const [mode, folder, cause, fault] = process.argv.slice(2);
const rule = "cluster/shutdown_hook_on";
const uri = (name) => pathToFileURL(path.join(folder, name)).href;
const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");

// insertSample returns the snippet that the server offers for a finding of
// carbon.xml, as the protocol's library reads it.
async function insertSample(connection, rule) {
	const name = "repository/conf/carbon.xml";
	const whole = { start: { line: 0, character: 0 }, end: { line: read(name).split("\n").length, character: 0 } };
	const actions = await connection.sendRequest(lsp.CodeActionRequest.type, { textDocument: { uri: uri(name) }, range: whole, context: { diagnostics: [] } });
	const action = actions.find((a) => a.title === `Insert the sample of ${rule}, to fill in`);
	const edit = action?.edit.documentChanges[0].edits[0];
	if (!edit || !lsp.SnippetTextEdit.is(edit)) throw new Error(`no snippet for ${rule}: ${JSON.stringify(action)}`);
	return edit.snippet.value.trim();
}

async function main() {
	const server = spawn("carbonlint", ["lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
	const exit = new Promise((resolve) => server.on("exit", resolve));
	const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
	const pushed = new Map();
	let news = () => {};
	connection.onNotification(lsp.PublishDiagnosticsNotification.type, (p) => {
		pushed.set(p.uri, p.diagnostics);
		news();
	});
	connection.onRequest(lsp.DiagnosticRefreshRequest.type, () => news());
	connection.onRequest(lsp.RegistrationRequest.type, () => {});
	connection.listen();

	const textDocument = { publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true }, hover: { contentFormat: ["markdown"] } };
	if (mode === "pull") textDocument.diagnostic = { dynamicRegistration: true };
	const { capabilities } = await connection.sendRequest(lsp.InitializeRequest.type, {
		processId: process.pid,
		rootUri: null,
		workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "home" }],
		capabilities: { textDocument, workspace: { workspaceFolders: true, workspaceEdit: { documentChanges: true, snippetEditSupport: true }, diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } } },
	});
	if (!capabilities.diagnosticProvider.interFileDependencies) throw new Error("the server does not say that files depend on each other");
	await connection.sendNotification(lsp.InitializedNotification.type, {});

	const open = (name, text) => connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
		textDocument: { uri: uri(name), languageId: "plaintext", version: 1, text },
	});
	const find = (list) => list?.find((d) => d.code === rule);
	// get returns the finding once it is there or gone, as is asked for.
	async function get(there) {
		for (const end = Date.now() + 30000; Date.now() < end; ) {
			let list = pushed.get(uri(fault));
			if (mode === "pull") {
				const report = await connection.sendRequest(lsp.DocumentDiagnosticRequest.type, { textDocument: { uri: uri(fault) } });
				list = report.items;
			}
			if (list !== undefined && (find(list) !== undefined) === there) return find(list);
			await new Promise((resolve) => {
				news = resolve;
				setTimeout(resolve, 200);
			});
		}
		throw new Error(`waited in vain for the finding to be ${there ? "there" : "gone"}`);
	}

	await open(fault, read(fault));
	await get(false);
	const before = read(cause);
	await open(cause, before);
	await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
		textDocument: { uri: uri(cause), version: 2 },
		contentChanges: [{ text: before.replace('HazelcastClusteringAgent" enable="false"', 'HazelcastClusteringAgent" enable="true"') }],
	});
	const d = await get(true);
	if (mode === "pull" && pushed.size > 0) throw new Error("diagnostics are pushed to a client that pulls them");
	if (read(cause) !== before) throw new Error("the file on disk has changed");

	const actions = await connection.sendRequest(lsp.CodeActionRequest.type, { textDocument: { uri: uri(fault) }, range: d.range, context: { diagnostics: [d] } });
	const fix = actions.find((a) => a.isPreferred);
	const document = TextDocument.create(uri(fault), "plaintext", 1, read(fault));
	const fixed = TextDocument.applyEdits(document, fix.edit.documentChanges[0].edits);
	await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
		textDocument: { uri: uri(fault), version: 2 },
		contentChanges: [{ text: fixed }],
	});
	await get(false);
	// A sample with places to fill in, for a rule whose remedy needs a person.
	const sample = await insertSample(connection, "hostname/not_set");
	const hover = await connection.sendRequest(lsp.HoverRequest.type, { textDocument: { uri: uri(fault) }, position: d.range.start });
	console.log([
		`message: ${d.message}`, `source: ${d.source}`, `page: ${d.codeDescription.href}`, `fix: ${fix.title}`,
		`text: ${fixed.trim()}`, `sample: ${sample}`, `hover: ${hover.contents.kind}`,
	].join("\n"));
	await connection.sendRequest(lsp.ShutdownRequest.type);
	await connection.sendNotification(lsp.ExitNotification.type);
	const code = await exit;
	if (code !== 0) throw new Error(`the server ends with ${code}`);
}

main().catch((error) => {
	console.log(`FAIL: ${error.stack}`);
	process.exit(1);
});
