export declare function start(port: number): Server;
export function stop(server: Server): void;
export function stop(): void;
export interface Server { close(): void; }
export declare class Client {
    constructor(url: string);
    static connect(): Client;
    send(data: string): void;
    url: string;
}
declare const VERSION: string;
declare global { interface Window { api: Client; } var debug: boolean; }
declare module "plugin" { export function load(name: string): void; }
export default Client;
