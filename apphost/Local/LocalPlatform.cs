namespace Bpsdm.LocalOrchestrator; public static class LocalPlatform;
