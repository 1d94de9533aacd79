using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// What an application knows of a person, as keyed hashes: enough to see that two accounts belong together, and nothing that tells who it is.
/// Made by a <see cref="SignalHasher"/>; immutable, equal by value.
/// </summary>
/// <remarks>Inputs are stored, so no e-mail address, number or card ever stands in one: only hashes, and the e-mail's domain.</remarks>
public sealed record PersonSignals
{
    /// <summary>How many hashes one report carries at most.</summary>
    public const int MaxHashes = 8;

    private readonly ValueList<string> _hashes = [];
    private readonly ValueList<SignalKind> _unreadable = [];

    [JsonConstructor]
    internal PersonSignals()
    {
    }

    /// <summary>Nothing is known.</summary>
    public static PersonSignals None { get; } = new();

    /// <summary>The hashes, each with its kind before it, such as <c>email:3q2-7wAAAAAAAAAAAAAAAA</c>; in ordinal order.</summary>
    [JsonInclude]
    public IReadOnlyList<string> Hashes
    {
        get => _hashes;
        internal init => _hashes = (value ?? []).ToValueList();
    }

    /// <summary>The domain of the e-mail address, in lower case and punycode; <c>null</c> without an address.</summary>
    [JsonInclude]
    public string? EmailDomain { get; internal init; }

    /// <summary>What was given but could not be read, such as a telephone number of two digits; in the order of the kinds.</summary>
    [JsonInclude]
    public IReadOnlyList<SignalKind> Unreadable
    {
        get => _unreadable;
        internal init => _unreadable = (value ?? []).ToValueList();
    }

    /// <summary>Whether there is nothing in it.</summary>
    [JsonIgnore]
    public bool IsEmpty => _hashes.Count == 0 && _unreadable.Count == 0;

    /// <summary>How many hashes there are; never the hashes themselves, so that none reaches a log by accident.</summary>
    public override string ToString() => _hashes.Count == 1 ? "1 hashed signal" : $"{_hashes.Count} hashed signals";

    internal static string Prefix(SignalKind kind) => kind switch
    {
        SignalKind.Email => "email:",
        SignalKind.Phone => "phone:",
        SignalKind.Payment => "payment:",
        SignalKind.Device => "device:",
        _ => "address:",
    };
}

/// <summary>Says what is known of a person. What is <c>null</c> or blank counts as not known; what cannot be read is noted as such.</summary>
public sealed class PersonSignalsBuilder
{
    private readonly SignalHasher _hasher;
    private readonly SortedSet<string> _hashes = new(StringComparer.Ordinal);
    private readonly SortedSet<SignalKind> _unreadable = [];
    private string? _emailDomain;

    internal PersonSignalsBuilder(SignalHasher hasher) => _hasher = hasher;

    /// <summary>
    /// An e-mail address. Case, a part behind a plus sign and, at Gmail's two domains alone, dots do not make another address.
    /// </summary>
    public PersonSignalsBuilder Email(string? address)
    {
        if (EmailText.TryNormalize(address, out var normalized))
        {
            _emailDomain = EmailText.DomainOf(normalized);
        }

        return Add(SignalKind.Email, address, normalized);
    }

    /// <summary>
    /// A telephone number, with + or 00 and the country's calling code; or as it is dialled inside the country that
    /// <see cref="SignalHasher.InCountry"/> names. Blanks, dashes, dots, slashes and parentheses do not matter.
    /// </summary>
    public PersonSignalsBuilder Phone(string? number)
    {
        _ = PhoneText.TryNormalize(number, _hasher.Country, out var normalized);
        return Add(SignalKind.Phone, number, normalized);
    }

    /// <summary>The payment provider's fingerprint of a card or account, taken as it is. Never a card's number.</summary>
    public PersonSignalsBuilder Payment(string? fingerprint) => Add(SignalKind.Payment, fingerprint, PlainText.Opaque(fingerprint));

    /// <summary>The device's id, as the application recognises it; taken as it is.</summary>
    public PersonSignalsBuilder Device(string? id) => Add(SignalKind.Device, id, PlainText.Opaque(id));

    /// <summary>The postal address in the one form that the application writes it; only case and white space do not matter.</summary>
    public PersonSignalsBuilder Address(string? canonical) => Add(SignalKind.Address, canonical, PlainText.Folded(canonical));

    internal PersonSignals Build() => new()
    {
        Hashes = _hashes.ToValueList(),
        EmailDomain = _emailDomain,
        Unreadable = _unreadable.ToValueList(),
    };

    private PersonSignalsBuilder Add(SignalKind kind, string? given, string? normalized)
    {
        if (normalized is not null)
        {
            _ = _hashes.Add(_hasher.Hash(kind, normalized));
        }
        else if (!string.IsNullOrWhiteSpace(given))
        {
            _ = _unreadable.Add(kind);
        }

        return _hashes.Count <= PersonSignals.MaxHashes ? this : throw new InvalidOperationException(
            $"A person has at most {PersonSignals.MaxHashes} signals; give the latest card and device, not all of them.");
    }
}

/// <summary>What two accounts of one person may have in common.</summary>
public enum SignalKind
{
    /// <summary>The e-mail address.</summary>
    Email = 0,

    /// <summary>The telephone number.</summary>
    Phone = 1,

    /// <summary>The payment provider's fingerprint of a card or bank account.</summary>
    Payment = 2,

    /// <summary>The device, as the application recognises it.</summary>
    Device = 3,

    /// <summary>The postal address.</summary>
    Address = 4,
}
