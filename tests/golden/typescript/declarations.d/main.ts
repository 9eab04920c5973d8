import Client, { start } from "./api";
declare let injected: Client;
const client = new Client("x");
client.send("a");
injected.send("b");
start(1).close();
