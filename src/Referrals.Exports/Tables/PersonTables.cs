using Referrals.Exports.Writing;

namespace Referrals.Exports.Tables;

/// <summary>Who refers.</summary>
internal sealed class PeopleTable(string name, CsvWriter writer) : PersonTable(name, writer)
{
    internal static readonly string[] Headings = ["person_id", "code", "enrolled_at", "link"];

    internal override ValueTask WriteAsync(ExportedPerson person, CancellationToken cancellationToken) =>
        person.Overview is { Code: { } code } overview
            ? Writer.WriteAsync(
                [person.Id, CsvCell.Of(code.Code.Value), CsvCell.Of(overview.EnrolledAt ?? code.IssuedAt), CsvCell.Of(code.Link)], cancellationToken)
            : ValueTask.CompletedTask;
}

/// <summary>
/// Who signed up, and by whom they were referred. A referral that was refused or rejected is none; the columns that are not imported tell of it.
/// </summary>
internal sealed class ReferralTable(string name, CsvWriter writer) : PersonTable(name, writer)
{
    internal static readonly string[] Headings = ["referee_id", "person_id", "signed_up_at", "stage", "reason", "claimed_person", "channel", "segment"];

    internal override ValueTask WriteAsync(ExportedPerson person, CancellationToken cancellationToken)
    {
        if (person.Overview is not { SignedUpAt: { } at } overview)
        {
            return ValueTask.CompletedTask;
        }

        var referral = overview.Referral;
        var counts = referral is { Stage: not (ReferralStage.Refused or ReferralStage.Rejected) };
        var referrer = CsvCell.Of(referral?.Referrer?.Value);
        return Writer.WriteAsync(
            [
                person.Id, counts ? referrer : CsvCell.None, CsvCell.Of(at), CsvCell.Of(referral is null ? null : Words.Of(referral.Stage)),
                CsvCell.Of(referral?.Reason), counts ? CsvCell.None : referrer, CsvCell.Of(referral?.Channel?.Value), CsvCell.Of(overview.Segment),
            ],
            cancellationToken);
    }
}

/// <summary>Orders and other events as they stand, each with what was refunded of it in a row of its own.</summary>
internal sealed class ConversionTable(string name, CsvWriter writer) : PersonTable(name, writer)
{
    internal static readonly string[] Headings = ["conversion_id", "customer_id", "event", "amount", "unit", "converted_at"];

    internal override async ValueTask WriteAsync(ExportedPerson person, CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var page = await person.ConversionsAsync(after, cancellationToken).ConfigureAwait(false);

            // The latest come first; where one page holds them all, they are written as they happened.
            var isWhole = after is null && page.Next is null;
            foreach (var conversion in isWhole ? page.Items.Reverse() : page.Items)
            {
                await WriteAsync(person, conversion, conversion.Amount, cancellationToken).ConfigureAwait(false);
                if (conversion.Refunded is { IsZero: false } refunded)
                {
                    await WriteAsync(person, conversion, -refunded, cancellationToken).ConfigureAwait(false);
                }
            }

            after = page.Next;
        }
        while (after is not null);
    }

    private ValueTask WriteAsync(ExportedPerson person, CustomerConversion conversion, Amount? amount, CancellationToken cancellationToken) =>
        Writer.WriteAsync(
            [CsvCell.Of(conversion.Id), person.Id, CsvCell.Of(conversion.Name), CsvCell.Of(amount), CsvCell.UnitOf(amount), CsvCell.Of(conversion.At)],
            cancellationToken);
}

/// <summary>What everybody holds, unit by unit; who holds nothing of a unit has no row for it.</summary>
internal sealed class BalanceTable(string name, CsvWriter writer) : PersonTable(name, writer)
{
    internal static readonly string[] Headings = ["person_id", "balance", "unit", "pending", "in_payout", "owed"];

    internal override async ValueTask WriteAsync(ExportedPerson person, CancellationToken cancellationToken)
    {
        foreach (var balance in person.Balances)
        {
            var held = Sums.HeldOf(balance);
            if (!held.IsZero || !balance.Owed.IsZero)
            {
                await Writer.WriteAsync(
                    [person.Id, CsvCell.Of(held), CsvCell.UnitOf(held), CsvCell.Of(balance.Pending), CsvCell.Of(balance.InPayout), CsvCell.Of(balance.Owed)],
                    cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
