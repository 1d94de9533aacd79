namespace Referrals.Crm;

/// <summary>
/// Tells what the application knows of a person and a CRM may hold, such as a last name or an e-mail address; and who is not to be mirrored. Register
/// it as a scoped service. Without one, everybody is mirrored and nothing is told.
/// </summary>
public interface ICrmPeople
{
    /// <summary>Finds a person.</summary>
    /// <param name="tenant">The tenant; <c>default</c> for an application without tenants.</param>
    /// <param name="customer">Who, as the application calls them.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns><c>null</c> for somebody who is not to be mirrored: nothing more is written about them then.</returns>
    ValueTask<CrmPerson?> FindAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken);
}

/// <summary>What an application tells of a person. Immutable; equal by value.</summary>
public sealed record CrmPerson
{
    /// <summary>Somebody of whom nothing is told.</summary>
    public static CrmPerson Unnamed { get; } = new();

    /// <summary>Texts by the names that a mapping uses in <see cref="CrmValues.Own"/>, such as <c>last_name</c>. What is empty counts as not told.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init => field = new Dictionary<string, string>(value, StringComparer.Ordinal); } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether two tell the same.</summary>
    public bool Equals(CrmPerson? other) => other is not null
        && Values.Count == other.Values.Count
        && Values.All(pair => other.Values.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Count;

    /// <summary>The names of what is told, and nothing that is personal.</summary>
    public override string ToString() => $"CrmPerson ({string.Join(", ", Values.Keys.Order(StringComparer.Ordinal))})";
}
