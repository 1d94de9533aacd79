namespace Referrals.Rewards.Adjustments;

/// <summary>A reward, or a part of it, that goes to a cause instead of the customer.</summary>
/// <remarks>The cause has an account of its own in the ledger, called <c>cause:</c> and its name.</remarks>
public sealed record Donation
{
    private Donation(string cause, Percentage share)
    {
        Cause = cause;
        Share = share;
    }

    /// <summary>The name of the cause.</summary>
    public string Cause { get; }

    /// <summary>Which part of the reward.</summary>
    public Percentage Share { get; }

    /// <summary>The cause's account.</summary>
    public CustomerId Account => CustomerId.From("cause:" + Cause);

    /// <summary>A donation.</summary>
    /// <param name="cause">1 to 64 characters out of <c>a-z A-Z 0-9 . _ -</c>.</param>
    /// <param name="share">Above 0 %, at most 100 %.</param>
    /// <exception cref="ArgumentException">The name or the share breaks these rules.</exception>
    public static Donation Of(string cause, Percentage share)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return !IdText.IsValid(cause, IdText.Name)
            ? throw new ArgumentException($"'{cause}' is no name of a cause; write 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'.", nameof(cause))
            : share.Fraction is > 0 and <= 1
                ? new Donation(cause, share)
                : throw new ArgumentOutOfRangeException(nameof(share), share, "A donation is above 0 %, at most 100 % of the reward.");
    }

    /// <summary>Such as <c>50 % to red-cross</c>.</summary>
    public override string ToString() => $"{Share} to {Cause}";
}
