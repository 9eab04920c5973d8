import { createContext, useContext } from "react";
import type { ReactNode } from "react";
class Store { load(): void {} }
const StoreContext = createContext<Store>(new Store());
export function useStore(): Store { return useContext(StoreContext); }
export function Provider({ children }: { children: ReactNode }) {
    const store = useStore();
    store.load();
    return <StoreContext.Provider value={store}>{children}</StoreContext.Provider>;
}
export const Lazy = lazy(() => import("./page"));
declare function lazy(load: () => Promise<unknown>): unknown;
