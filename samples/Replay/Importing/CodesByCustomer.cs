using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Referrals;
using Referrals.Codes;
using Referrals.Pipeline;

namespace Replay.Importing;

/// <summary>
/// Codes that follow from the customer's id, so that every run over one history gives the same report. A product that hands out
/// codes leaves this out: then they come from the operating system and nobody can predict them.
/// </summary>
internal sealed class CodesByCustomer : ICodeRandomness
{
    private SeededRandomness _sequence = new(0);

    /// <summary>The codes from now on are those of this customer.</summary>
    public void Begin(CustomerId customer) => _sequence = new SeededRandomness(
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(customer.Value))));

    public ulong NextBits() => _sequence.NextBits();
}
