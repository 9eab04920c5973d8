export const pick = <T,>(items: T[], at: number): T => items[at];
const first = <T extends object>(items: T[]) => pick<T>(items, 0);
function List<T>({ items, render }: { items: T[]; render: (item: T) => JSX.Element }) {
    return <>{items.map((item) => render(item))}</>;
}
const view = <List<string> items={["a"]} render={(text) => <b key={text}>{first([{}])}</b>} />;
