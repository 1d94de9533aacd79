namespace Referrals;

/// <summary>What the JSON converter needs of an id; hosts never see it.</summary>
internal interface IIdText<TSelf>
    where TSelf : struct, IIdText<TSelf>
{
    string Value { get; }

    static abstract bool TryFrom(string? value, out TSelf id);
}
