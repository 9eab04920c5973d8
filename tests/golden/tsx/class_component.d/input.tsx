import { Component } from "react";
type State = { count: number };
export class Counter extends Component<{}, State> {
    state: State = { count: 0 };
    increment = (): void => { this.setState({ count: this.next() }); };
    next(): number { return this.state.count + 1; }
    render() { return <button onClick={this.increment}>{this.next()}</button>; }
}
