export { createPhone, type PhoneOptions } from "./shared_phone.ts";
export { SILENT, type Credentials, type Phone, type PhoneState, type Problem, type Quality } from "./phone.ts";
export { listDevices, openMicrophone, microphoneProblem, levelMeter, playTestTone, readAudio, writeAudio, type AudioChoice, type Devices } from "./devices.ts";
export { Ringer } from "./ringer.ts";
export { dial, type Dialled, type OneCall } from "./one_call.ts";
