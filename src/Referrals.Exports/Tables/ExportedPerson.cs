using Referrals.Exports.Writing;

namespace Referrals.Exports.Tables;

/// <summary>A person as the files need them; lists are read when a file asks for them.</summary>
internal sealed class ExportedPerson(ReferralEngine engine, CustomerOverview overview)
{
    /// <summary>The most that a page gives.</summary>
    internal const int Page = 200;

    internal CustomerOverview Overview { get; } = overview;

    internal IReadOnlyList<Balance> Balances => Overview.Balances;

    internal CsvCell Id { get; } = CsvCell.Of(overview.Customer.Value);

    internal static async ValueTask<ExportedPerson?> ReadAsync(ReferralEngine engine, CustomerId customer, CancellationToken cancellationToken) =>
        await engine.FindCustomerAsync(customer, cancellationToken).ConfigureAwait(false) is { } overview ? new ExportedPerson(engine, overview) : null;

    internal ValueTask<Page<CustomerConversion>> ConversionsAsync(string? after, CancellationToken cancellationToken) =>
        engine.ListConversionsAsync(Overview.Customer, after, Page, cancellationToken);

    internal ValueTask<Page<CustomerReward>> RewardsAsync(string? after, CancellationToken cancellationToken) =>
        engine.ListRewardsAsync(Overview.Customer, after, Page, cancellationToken);
}
