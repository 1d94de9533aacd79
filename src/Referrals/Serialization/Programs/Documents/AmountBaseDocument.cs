namespace Referrals.Serialization.Programs.Documents;

/// <summary>Which parts of an amount count, in JSON.</summary>
internal sealed class AmountBaseDocument
{
    public bool? WithTax { get; set; }

    public bool? WithShipping { get; set; }

    public bool? BeforeDiscount { get; set; }
}
