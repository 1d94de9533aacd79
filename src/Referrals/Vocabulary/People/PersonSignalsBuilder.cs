namespace Referrals;

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

    /// <summary>The device's id, as the host recognises it; taken as it is.</summary>
    public PersonSignalsBuilder Device(string? id) => Add(SignalKind.Device, id, PlainText.Opaque(id));

    /// <summary>The postal address in the one form that the host writes it; only case and white space do not matter.</summary>
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
