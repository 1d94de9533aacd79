using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// What a host knows of a person, as keyed hashes: enough to see that two accounts belong together, and nothing that tells who it is.
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
        internal init => _hashes = value.ToValueList();
    }

    /// <summary>The domain of the e-mail address, in lower case and punycode; <c>null</c> without an address.</summary>
    [JsonInclude]
    public string? EmailDomain { get; internal init; }

    /// <summary>What was given but could not be read, such as a telephone number of two digits; in the order of the kinds.</summary>
    [JsonInclude]
    public IReadOnlyList<SignalKind> Unreadable
    {
        get => _unreadable;
        internal init => _unreadable = value.ToValueList();
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
