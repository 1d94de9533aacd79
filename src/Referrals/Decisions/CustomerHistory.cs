using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>What is kept of a customer's events and attributes: so much that the record stays small, however long the history gets.</summary>
internal static class CustomerHistory
{
    /// <summary>The customer with one more event of a name, and the how manieth of that name it is.</summary>
    /// <remarks>
    /// The first <see cref="CustomerState.MaxEventNames"/> names are counted in the customer's own record, and conditions can ask for their counts;
    /// of each name beyond there is a record of its own, so that its ordinals stay right.
    /// </remarks>
    internal static (CustomerState Customer, int Ordinal) Counted(
        DecisionDraft draft, CustomerState customer, string name, Instant at, Instant? firstAmountAt)
    {
        if (customer.CountOf(name) > 0 || customer.Conversions.Count < CustomerState.MaxEventNames)
        {
            customer = customer.Counting(name, at, firstAmountAt);
            return (customer, customer.CountOf(name));
        }

        var key = StateKeys.EventName(customer.Customer, name);
        var known = draft.Read<ActivityState>(key)?.Entries[0];
        var entry = new ActivityEntry
        {
            Id = name,
            At = known?.At < at ? known.At : at,
            Value = checked((known?.Value ?? 0) + 1),
        };
        draft.Write(key, new ActivityState { Entries = [entry] });
        return (customer with { FirstAmountAt = firstAmountAt }, checked((int)entry.Value));
    }

    /// <summary>Whether somebody was erased, and can use nothing any more.</summary>
    internal static bool IsErased(DecisionDraft draft, CustomerId customer) =>
        draft.Read<CustomerState>(StateKeys.Customer(customer)) is { ErasedAt: not null };

    /// <summary>When the first event of a name happened; <c>null</c> if there was none.</summary>
    internal static Instant? FirstOf(DecisionDraft draft, CustomerState customer, string name) => customer.FirstOf(name)
        ?? (customer.Conversions.Count < CustomerState.MaxEventNames
            ? null
            : draft.Read<ActivityState>(StateKeys.EventName(customer.Customer, name))?.Entries[0].At);

    /// <summary>The customer's attributes with others set. Those of a name that is one too many are left out, and that is told.</summary>
    internal static ValueList<NamedText> Attributes(DecisionDraft draft, CustomerState customer, IReadOnlyDictionary<string, string> others)
    {
        var all = NamedText.With(customer.Attributes, others);
        if (all.Count <= CustomerState.MaxAttributes)
        {
            return all;
        }

        var known = customer.Attributes.Select(static text => text.Name).ToHashSet(StringComparer.Ordinal);
        var kept = all.OrderByDescending(text => known.Contains(text.Name)).Take(CustomerState.MaxAttributes).ToArray();
        draft.Tell(all.Except(kept).Select(static left => Check.Note(
            DecisionCodes.AttributeLeftOut, CheckValue.Text(left.Name), Phrase.Of("value.attributes", CustomerState.MaxAttributes))));
        return kept.OrderBy(static text => text.Name, StringComparer.Ordinal).ToValueList();
    }
}
