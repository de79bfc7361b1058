using Bpsdm.LocalOrchestrator;

return await Commands.RunAsync(args);
