namespace Bpsdm.SessionDelivery.Data;

/// <param name="SecretHash">SHA-256 of 256 random bits: the address itself is not kept.</param>
public sealed record CalendarAddressRow(string Nip, byte[] SecretHash, DateTimeOffset CreatedAt);
