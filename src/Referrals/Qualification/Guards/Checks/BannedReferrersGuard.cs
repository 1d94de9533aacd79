
namespace Referrals.Qualification.Guards.Checks;

internal sealed record BannedReferrersGuard : Guard
{
    /// <summary>How many customers stand in a program; others are banned by input.</summary>
    internal const int MaxCustomers = 500;

    private BannedReferrersGuard(ValueList<CustomerId> customers) => Customers = customers;

    public ValueList<CustomerId> Customers { get; }

    public override string Code => GuardCodes.BannedReferrer;

    internal static BannedReferrersGuard Of(IEnumerable<CustomerId> customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        var all = customers.Select(static customer => InputText.Check(customer)).Distinct()
            .OrderBy(static customer => customer.Value, StringComparer.Ordinal).ToValueList();
        return all.Count is > 0 and <= MaxCustomers ? new BannedReferrersGuard(all) : throw new ArgumentException(
            $"The guard takes 1 to {MaxCustomers} customers, and this has {all.Count}; report a ReferrerBan for each of the others.", nameof(customers));
    }

    internal override GuardFinding Find(GuardContext context, IGuardBook book) => Customers.Contains(context.Referrer)
        ? GuardFinding.Of(true, $"{context.Referrer} is in the program's list", "a referrer who is not banned")
        : GuardFinding.Of(false, "not banned", "a referrer who is not banned");
}
