import { Layout, Icons } from "./layout";

/** A button. */
export const Button = ({ label, onClick, ...rest }) => {
    const handle = () => onClick(label);
    return <button {...rest} onClick={handle}>{format(label)}</button>;
};

function format(text) { return text; }

export default function App(props) {
    return (
        <Layout title="x">
            <Button label={format("a")} onClick={() => props.go()} />
            <Icons.Star />
        </Layout>
    );
}
