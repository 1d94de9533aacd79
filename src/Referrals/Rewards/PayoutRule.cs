using Referrals.Explanations;

namespace Referrals;

/// <summary>How one unit is paid out: from which amount on, at which fee, and who bears it.</summary>
public sealed record PayoutRule
{
    private PayoutRule(Amount minimum) => Minimum = minimum;

    /// <summary>The least that is paid out at once.</summary>
    public Amount Minimum { get; }

    /// <summary>The unit.</summary>
    public Unit Unit => Minimum.Unit;

    /// <summary>A fee that is the same for every payout; <c>null</c> for none.</summary>
    public Amount? FlatFee { get; private init; }

    /// <summary>A fee that is a share of the payout, rounded as the program says; <c>null</c> for none.</summary>
    public Percentage? FeeShare { get; private init; }

    /// <summary>Who bears the fee.</summary>
    public FeeBearer FeeBorneBy { get; private init; }

    /// <summary>Whether a customer who bore the fee gets it back when the money comes back from the bank; the program bears it then.</summary>
    /// <value><c>false</c>: the fee was spent, and stays with whoever bore it.</value>
    public bool FeeIsGivenBack { get; private init; }

    /// <summary>Payouts from an amount on.</summary>
    /// <exception cref="ArgumentException">The amount is <c>default</c>, negative or zero.</exception>
    public static PayoutRule From(Amount minimum) => InputText.NotNegative(minimum).IsZero
        ? throw new ArgumentException("A minimum of zero is none; give the unit's smallest part.", nameof(minimum))
        : new PayoutRule(minimum);

    /// <summary>The same payouts with a flat fee.</summary>
    /// <exception cref="ArgumentException">The fee is not above zero or in another unit; or the owner would bear one as large as the minimum.</exception>
    public PayoutRule WithFee(Amount fee, FeeBearer bearer)
    {
        if (InputText.NotNegative(fee).IsZero || fee.Unit != Unit)
        {
            throw new ArgumentException($"The fee {fee} has to be above zero, and in {Unit}.", nameof(fee));
        }

        return bearer == FeeBearer.Owner && fee >= Minimum
            ? throw new ArgumentException($"The fee {fee} would leave nothing of a payout of {Minimum}; raise the minimum.", nameof(fee))
            : this with { FlatFee = fee, FeeShare = null, FeeBorneBy = Check(bearer), FeeIsGivenBack = false };
    }

    /// <summary>The same payouts with a fee that is a share of them.</summary>
    /// <param name="share">Above 0 % and below 100 %.</param>
    /// <param name="bearer">Who bears it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside its range.</exception>
    public PayoutRule WithFee(Percentage share, FeeBearer bearer) => share.Fraction is > 0 and < 1
        ? this with { FeeShare = share, FlatFee = null, FeeBorneBy = Check(bearer), FeeIsGivenBack = false }
        : throw new ArgumentOutOfRangeException(nameof(share), share, "A fee is above 0 % and below 100 %.");

    /// <summary>The same payouts, whose fee goes back to the customer who bore it when the money comes back from the bank; the program bears it then.</summary>
    /// <exception cref="InvalidOperationException">No fee is borne by the owner, so that none can go back.</exception>
    public PayoutRule GivingFeeBack() => HasFee && FeeBorneBy == FeeBearer.Owner
        ? this with { FeeIsGivenBack = true }
        : throw new InvalidOperationException("Only a fee that the owner bears can be given back; call WithFee(fee, FeeBearer.Owner) first.");

    /// <summary>Such as <c>from 25.00 EUR on, fee 2 % borne by the owner</c>.</summary>
    public override string ToString() => PhraseWriter.English.Write(Description);

    internal PhraseList Description => PhraseList.Commas(((Phrase?[])
    [
        Phrase.Of("value.from_on", Minimum),
        HasFee ? Phrase.Of("value.fee." + FeeBorneBy, FlatFee is { } flat ? flat : FeeShare!.Value) : null,
        FeeIsGivenBack ? Phrase.Of("value.fee_given_back") : null,
    ]).OfType<Phrase>());

    private bool HasFee => FlatFee is not null || FeeShare is not null;

    /// <summary>The fee of a payout.</summary>
    internal Amount FeeOf(Amount payout, RoundingMode rounding) =>
        FlatFee ?? FeeShare?.Of(payout, rounding) ?? Amount.Zero(Unit);

    private static FeeBearer Check(FeeBearer bearer) => Enum.IsDefined(bearer)
        ? bearer
        : throw new ArgumentOutOfRangeException(nameof(bearer), bearer, $"Not a valid {nameof(FeeBearer)}.");
}
