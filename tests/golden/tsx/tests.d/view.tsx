export function View() { return <p />; }
