using NodaTime;
using Referrals;
using Referrals.Crm;

namespace CrmMirror;

/// <summary>What the shop knows of its customers.</summary>
internal sealed class People : ICrmPeople
{
    internal static Dictionary<string, string> LastNames { get; } = new() { ["alice"] = "Anderson", ["bob"] = "Brown" };

    public ValueTask<CrmPerson?> FindAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken) => ValueTask.FromResult<CrmPerson?>(
        LastNames.TryGetValue(customer.Value, out var name)
            ? new CrmPerson { Values = new Dictionary<string, string> { ["last_name"] = name, ["email"] = $"{customer.Value}@shop.example" } }
            : CrmPerson.Unnamed);
}

/// <summary>A clock that stands still, so that each run prints the same.</summary>
internal sealed class FixedClock : IClock
{
    public Instant GetCurrentInstant() => Instant.FromUtc(2026, 3, 2, 9, 0);
}
