import { View } from "./view";
test("renders", () => { mount(<View />); });
function mount(node: JSX.Element) {}
