namespace Referrals;

/// <summary>Which parts of a conversion's amount count for conditions and rewards: the base of a program.</summary>
public sealed record AmountBase
{
    /// <summary>The amount as it is reported: discounts taken off, tax and shipping included. The default.</summary>
    public static AmountBase Paid { get; } = new();

    /// <summary>What the goods cost after discounts: without tax and shipping.</summary>
    public static AmountBase Net { get; } = new() { WithTax = false, WithShipping = false };

    /// <summary>Whether tax counts.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool WithTax { get; init; } = true;

    /// <summary>Whether shipping counts.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool WithShipping { get; init; } = true;

    /// <summary>Whether discounts count as if they had been paid.</summary>
    /// <value>The default is <c>false</c>: after discounts.</value>
    public bool BeforeDiscount { get; init; }

    /// <summary>The part of a conversion's amount that counts, in smallest parts; zero where what does not count is more than the amount.</summary>
    internal long Of(Conversion conversion) => Math.Max(0, Exactly(conversion));

    /// <summary>Whether what does not count is more than the amount, as with a voucher that is larger than the goods.</summary>
    internal bool IsBelowZero(Conversion conversion) => conversion.Amount is not null && Exactly(conversion) < 0;

    private long Exactly(Conversion conversion) => checked(
        conversion.Amount!.Value.MinorUnits
        - (WithTax ? 0 : conversion.Tax?.MinorUnits ?? 0)
        - (WithShipping ? 0 : conversion.Shipping?.MinorUnits ?? 0)
        + (BeforeDiscount ? conversion.Discount?.MinorUnits ?? 0 : 0));
}
