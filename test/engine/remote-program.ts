import { remoteExposure } from "./remote-exposure.ts";

remoteExposure(JSON.parse(process.env.EXPOSURE_ARGS ?? ""));
