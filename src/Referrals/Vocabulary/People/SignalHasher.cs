using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Referrals;

/// <summary>
/// Turns what an application knows of a person into <see cref="PersonSignals"/>: every value is brought into one form and hashed with a secret,
/// the pepper. Without the pepper nobody can try out addresses or numbers against stored hashes.
/// </summary>
/// <example><code>
/// var hasher = SignalHasher.Create(pepper, tenant).InCountry("33");
/// var signals = hasher.Signals(s => s.Email("Bob.Smith+offers@googlemail.com").Phone("06 12 34 56 78").Payment(cardFingerprint));
/// await referrals.SignUpAsync(SignUp.Of(bob).ByVisitor(visitor).With(signals));
/// </code></example>
/// <remarks>
/// HMAC-SHA256 over the tenant, the kind and the value, each with its length before it, cut to 128 bits. Keep the pepper outside the
/// database. With another pepper all former hashes match nothing. Immutable, for any number of threads.
/// </remarks>
public sealed class SignalHasher
{
    /// <summary>The fewest bytes that a pepper can have: 32, as many as the hash has.</summary>
    public const int MinPepperLength = 32;

    private const int HashLength = 16;

    private readonly byte[] _pepper;
    private readonly string _tenant;

    private SignalHasher(byte[] pepper, string tenant, PhoneCountry? country)
    {
        _pepper = pepper;
        _tenant = tenant;
        Country = country;
    }

    /// <summary>The country of telephone numbers that are written without one; <c>null</c> where such numbers cannot be read.</summary>
    internal PhoneCountry? Country { get; }

    /// <summary>A hasher.</summary>
    /// <param name="pepper">At least 32 bytes that nobody can guess.</param>
    /// <param name="tenant">The tenant; the same person has other hashes with every tenant. May be left out where there is only one.</param>
    /// <exception cref="ArgumentException">The pepper is too short.</exception>
    public static SignalHasher Create(ReadOnlySpan<byte> pepper, TenantId tenant = default) => pepper.Length >= MinPepperLength
        ? new SignalHasher(pepper.ToArray(), tenant.IsDefault ? string.Empty : tenant.Value, null)
        : throw new ArgumentException($"A pepper takes at least {MinPepperLength} bytes, and this has {pepper.Length}.", nameof(pepper));

    /// <summary>The same hasher, which takes telephone numbers without a country code as those of one country.</summary>
    /// <param name="callingCode">The country's calling code, such as 33 or 1: 1 to 3 digits without a leading zero.</param>
    /// <param name="trunkPrefix">
    /// What is dialled before a number inside the country and left out from abroad: 0 in most countries, 1 in North America, 8 in Russia,
    /// 06 in Hungary, empty where there is none, as in Italy and Spain.
    /// </param>
    /// <exception cref="ArgumentException">The calling code or the prefix breaks this rule.</exception>
    public SignalHasher InCountry(string callingCode, string trunkPrefix = "0") =>
        new(_pepper, _tenant, PhoneCountry.Of(callingCode, trunkPrefix));

    /// <summary>The signals of a person.</summary>
    /// <param name="configure">Says what is known. What is <c>null</c> or blank counts as not known; what cannot be read is noted as such.</param>
    /// <exception cref="InvalidOperationException">More than <see cref="PersonSignals.MaxHashes"/> different values were given.</exception>
    public PersonSignals Signals(Action<PersonSignalsBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new PersonSignalsBuilder(this);
        configure(builder);
        return builder.Build();
    }

    internal string Hash(SignalKind kind, string value)
    {
        var prefix = PersonSignals.Prefix(kind);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _pepper);
        string[] fields = ["person signal 1", _tenant, prefix, value];
        Span<byte> length = stackalloc byte[4];
        foreach (var field in fields)
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hmac.AppendData(length);
            hmac.AppendData(bytes);
        }

        return prefix + Base64Url.EncodeToString(hmac.GetHashAndReset().AsSpan(0, HashLength));
    }
}
