export function DeviceCheckPage() { return null; }
