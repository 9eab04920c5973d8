// The official client against `sluice mcp`: node client.mjs SLUICE DB. Prints what it found as one JSON object; the test
// (tests/pipeline/83-mcp.sh) says what that has to be.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [sluice, db] = process.argv.slice(2);
const transport = new StdioClientTransport({ command: sluice, args: ["mcp", "--db", db], env: process.env, stderr: "inherit" });
const client = new Client({ name: "test", version: "1" });
await client.connect(transport);
const { tools } = await client.listTools();
const calls = JSON.parse(process.argv[4]);
const answers = {};
for (const [key, [name, args]] of Object.entries(calls)) {
    try {
        const answer = await client.callTool({ name, arguments: args });
        answers[key] = { text: answer.content[0].text, isError: answer.isError };
    } catch (error) {
        answers[key] = { code: error.code, text: error.message };
    }
}
await client.ping();
console.log(JSON.stringify({ server: client.getServerVersion(), tools, bytes: JSON.stringify({ tools }).length, answers }));
await client.close();
