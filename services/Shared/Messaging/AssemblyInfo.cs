[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Bpsdm.Messaging.Tests")]
