import React, { useState } from "react";
interface Props { title: string; onClose?: () => void; }

export const Dialog: React.FC<Props> = ({ title, onClose }) => {
    const [open, setOpen] = useState<boolean>(true);
    const close = () => { setOpen(false); onClose?.(); };
    return open ? <Frame heading={format(title)} onClick={close}><Frame.Body /></Frame> : null;
};
function Frame<T>(props: T): JSX.Element { return <div {...props} />; }
const format = (text: string): string => text.trim();
export default React.memo(function Page() { return <Dialog title="x" />; });
