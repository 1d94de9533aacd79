using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// What an amount is counted in: ISO 4217 money, or anything else that a program gives, such as points, days or gigabytes.
/// </summary>
/// <remarks>
/// Money is written as its three capital letters (<c>EUR</c>); its minor digits come from ISO 4217 (JPY 0, USD 2, KWD 3).
/// Any other unit is a name of 2 to 32 characters out of <c>a-z 0-9 -</c> that begins with a letter, followed by a slash
/// and its decimal digits unless these are zero (<c>points</c>, <c>gb/3</c>). A currency in lower case (<c>eur</c>) is no
/// name, so a mistyped currency is an error and never a new unit. <c>default</c> is refused on first use.
/// </remarks>
[JsonConverter(typeof(UnitJsonConverter))]
public readonly record struct Unit
{
    private readonly string? _code;

    private Unit(string code, int digits, bool isMoney)
    {
        _code = code;
        Digits = digits;
        IsMoney = isMoney;
    }

    /// <summary>The ISO 4217 letters, or the name without its digits.</summary>
    /// <exception cref="InvalidOperationException">The unit is <c>default</c>.</exception>
    public string Code => _code ?? throw new InvalidOperationException(
        "This unit is not initialized. Create it with Unit.Money(\"EUR\") or Unit.Of(\"points\").");

    /// <summary>Decimal digits of the smallest part: 2 for EUR, 0 for JPY and for points; 0 to 6.</summary>
    public int Digits { get; }

    /// <summary>Whether this is an ISO 4217 currency.</summary>
    public bool IsMoney { get; }

    /// <summary>Whether this is <c>default</c>, which stands for no unit at all.</summary>
    public bool IsDefault => _code is null;

    /// <summary>How many of the smallest parts make one: 100 for EUR, 1 for points.</summary>
    internal long MinorPerUnit => Digits switch
    {
        0 => 1,
        1 => 10,
        2 => 100,
        3 => 1_000,
        4 => 10_000,
        5 => 100_000,
        _ => 1_000_000,
    };

    /// <summary>The currency with these ISO 4217 letters.</summary>
    /// <exception cref="ArgumentException">ISO 4217 has no such currency.</exception>
    public static Unit Money(string isoCode)
    {
        ArgumentNullException.ThrowIfNull(isoCode);
        return IsoCurrencies.TryDigits(isoCode, out var digits)
            ? new Unit(isoCode, digits, isMoney: true)
            : throw new ArgumentException(
                $"'{isoCode}' is not an ISO 4217 currency. Write its three capital letters, such as EUR.", nameof(isoCode));
    }

    /// <summary>A unit that is not money: points, days, gigabytes.</summary>
    /// <param name="name">2 to 32 characters out of <c>a-z 0-9 -</c>, beginning with a letter.</param>
    /// <param name="digits">Decimal digits of the smallest part that can be given, 0 to 6.</param>
    /// <exception cref="ArgumentException">The name or the digits are outside these limits.</exception>
    public static Unit Of(string name, int digits = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, MaxDigits);
        return IsName(name)
            ? new Unit(name, digits, isMoney: false)
            : throw new ArgumentException(
                $"'{name}' is not a valid unit: a name has 2 to 32 characters out of a-z, 0-9 and '-', begins with a letter, "
                + "and is not a currency in lower case; write a currency in capital letters.",
                nameof(name));
    }

    /// <summary>Reads <c>EUR</c>, <c>points</c> or <c>gb/3</c>.</summary>
    /// <exception cref="FormatException">The text is neither a currency nor a unit's name.</exception>
    public static Unit Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var unit)
            ? unit
            : throw new FormatException(
                $"'{text}' is not a valid unit. Write an ISO 4217 currency such as EUR, or a lower-case name such as points or gb/3.");
    }

    /// <summary>Reads <c>EUR</c>, <c>points</c> or <c>gb/3</c>; <c>false</c> where the text is neither.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Unit unit)
    {
        unit = default;
        if (text is null)
        {
            return false;
        }

        if (IsoCurrencies.TryDigits(text, out var isoDigits))
        {
            unit = new Unit(text, isoDigits, isMoney: true);
            return true;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? text : text[..slash];
        var digits = 0;
        if (!IsName(name) || (slash >= 0 && !TryDigits(text.AsSpan(slash + 1), out digits)))
        {
            return false;
        }

        unit = new Unit(name, digits, isMoney: false);
        return true;
    }

    /// <summary>The text form, which <see cref="Parse"/> accepts; empty for <c>default</c>.</summary>
    public override string ToString() => _code is null ? string.Empty
        : IsMoney || Digits == 0 ? _code
        : string.Create(CultureInfo.InvariantCulture, $"{_code}/{Digits}");

    private const int MaxDigits = 6;
    private const int IsoLength = 3;

    private static bool TryDigits(ReadOnlySpan<char> text, out int digits)
    {
        digits = text.Length == 1 ? text[0] - '0' : 0;
        return digits is >= 1 and <= MaxDigits;
    }

    private static bool IsName(string name)
    {
        if (name.Length is < 2 or > 32 || !char.IsAsciiLetterLower(name[0]))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return name.Length != IsoLength || !IsoCurrencies.TryDigits(name.ToUpperInvariant(), out _);
    }
}

internal sealed class UnitJsonConverter : JsonConverter<Unit>
{
    public override Unit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Unit.TryParse(reader.GetString(), out var unit)
            ? unit
            : throw new JsonException("A unit is an ISO 4217 currency such as EUR, or a lower-case name such as points or gb/3.");

    public override void Write(Utf8JsonWriter writer, Unit value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>
/// The currencies of ISO 4217 and their minor digits: the active ones (list one), and those retired since 1999 (list three), in which histories,
/// balances and old orders still are. A currency never stops being money.
/// </summary>
internal static class IsoCurrencies
{
    private static readonly FrozenDictionary<string, int> Digits = Build();

    internal static bool TryDigits(string code, out int digits) => Digits.TryGetValue(code, out digits);

    private static FrozenDictionary<string, int> Build()
    {
        const string None = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
        const string Two =
            "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
            + "CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL "
            + "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU "
            + "MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR "
            + "SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED "
            + "VES WST XCD XCG YER ZAR ZMW ZWG";
        const string Three = "BHD IQD JOD KWD LYD OMR TND";
        const string Four = "CLF UYW";
        const string RetiredNone = "ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL";
        const string RetiredTwo =
            "AFA ANG ATS AYM AZM BGL BGN CSD CUC CYP DEM EEK FIM FRF GHC GWP HRK IEP LTL LVL MRO MTL MZM NLG RUR SDD SIT SKK SLL "
            + "ROL SRG STD TMM USS VEB VEF XEU YUM ZMK ZWD ZWL ZWN ZWR";

        var digits = new Dictionary<string, int>(StringComparer.Ordinal);
        Add(None, 0);
        Add(Two, 2);
        Add(Three, 3);
        Add(Four, 4);
        Add(RetiredNone, 0);
        Add(RetiredTwo, 2);
        return digits.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string codes, int count)
        {
            foreach (var code in codes.Split(' '))
            {
                digits.Add(code, count);
            }
        }
    }
}
