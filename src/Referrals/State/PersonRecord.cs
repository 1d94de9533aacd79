namespace Referrals.State;

/// <summary>One half of what joins a person's id to the surrogate: under the id's seal the surrogate, under the surrogate the id.</summary>
internal sealed record PersonRecord
{
    /// <summary>The other half; <c>null</c> once the person was erased.</summary>
    public string? Other { get; init; }

    /// <summary>A keyed hash of all of it and its version, so that changes show.</summary>
    public string? Seal { get; init; }
}
