export interface Other {}
