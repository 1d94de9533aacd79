namespace Referrals.Codes;

/// <summary>
/// Where the randomness of codes comes from: <c>Referrals.Entropy.CryptographicRandomness</c> in production,
/// <c>Referrals.Entropy.SeededRandomness</c> in tests.
/// </summary>
public interface ICodeRandomness
{
    /// <summary>64 bits, each of them 0 or 1 with the same chance, whatever came before.</summary>
    ulong NextBits();
}
