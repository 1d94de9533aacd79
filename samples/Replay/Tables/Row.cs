using System.Globalization;
using NodaTime;
using Referrals;

namespace Replay.Tables;

/// <summary>One row. A cell that is not what it must be is noted as a fault, and reading goes on with the type's default.</summary>
internal sealed class Row(Table table, int line, string[] cells)
{
    public int Line => line;

    /// <summary>The cell's text; <c>null</c> where it is blank or the table has no such column.</summary>
    public string? Text(string column)
    {
        var index = table.IndexOf(column);
        return index < 0 || string.IsNullOrWhiteSpace(cells[index]) ? null : cells[index].Trim();
    }

    /// <summary>A text of 1 to 128 characters, such as an id.</summary>
    public string Id(string column) => Required(column) is { } text ? Short(column, text) : string.Empty;

    public string? OptionalId(string column) => Text(column) is { } text ? Short(column, text) : null;

    public CustomerId Customer(string column) => Required(column) is { } text ? CustomerOf(column, text) : default;

    public CustomerId? OptionalCustomer(string column) => Text(column) is { } text ? CustomerOf(column, text) : null;

    public VisitorId Visitor(string column) => Required(column) is { } text ? VisitorOf(column, text) : default;

    public VisitorId? OptionalVisitor(string column) => Text(column) is { } text ? VisitorOf(column, text) : null;

    public Channel Channel(string column)
    {
        if (Required(column) is not { } text)
        {
            return default;
        }

        return Referrals.Channel.TryFrom(text, out var channel)
            ? channel
            : Fault(column, text, "is not a valid channel", "A channel has 1 to 64 characters out of a-z, 0-9, '.', '_' and '-'.", channel);
    }

    public Instant Time(string column)
    {
        if (Required(column) is not { } text)
        {
            return default;
        }

        return Times.TryRead(text, out var instant)
            ? instant
            : Fault(column, text, "is not a valid time", "Write it as 2025-03-11T19:38:07Z, or with an offset such as +07:00.", instant);
    }

    public int Score(string column)
    {
        if (Required(column) is not { } text)
        {
            return default;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var score) && score <= 10
            ? score
            : Fault(column, text, "is not a valid answer", "Write a whole number from 0 to 10.", 0);
    }

    /// <summary>The amount in the column <paramref name="column"/>, in the currency of the row or else the usual one.</summary>
    public Amount? Amount(string column, Unit? usualCurrency) =>
        Number(column) is { } number && Currency(usualCurrency) is { } currency ? Exact(column, number, currency) : null;

    public Amount? RequiredAmount(string column, Unit? usualCurrency) =>
        Required(column) is null ? null : Amount(column, usualCurrency);

    public void Fault(string column, string? value, string rule, string nextStep) => table.Fault(line, column, value, rule, nextStep);

    private Unit? Currency(Unit? usual)
    {
        if (Text("currency") is not { } text)
        {
            return usual ?? Fault<Unit?>(
                "currency",
                null,
                "the row names no currency, and the program gives no money",
                "Add a column 'currency' with ISO 4217 codes such as EUR.",
                null);
        }

        return Unit.TryParse(text, out var unit) && unit.IsMoney
            ? unit
            : Fault<Unit?>("currency", text, "is not an ISO 4217 currency", "Write its three capital letters, such as EUR.", null);
    }

    private decimal? Number(string column)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (Text(column) is not { } text)
        {
            return null;
        }

        return !text.EndsWith('.') && decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number)
            ? number
            : Fault<decimal?>(column, text, "is not a number", "Write it with a decimal point and nothing else, such as 49.90.", null);
    }

    private Amount? Exact(string column, decimal number, Unit currency) => Referrals.Amount.TryExact(number, currency, out var amount)
        ? amount
        : Fault<Amount?>(
            column,
            number.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"is finer than the {currency.Digits} decimal digits of {currency}, or too large"),
            "Round it where it comes from.",
            null);

    private CustomerId CustomerOf(string column, string text) => CustomerId.TryFrom(text, out var id)
        ? id
        : Fault(column, text, "is not a valid customer id", "Ids have 1 to 128 characters and no control characters.", default(CustomerId));

    private VisitorId VisitorOf(string column, string text) => VisitorId.TryFrom(text, out var id)
        ? id
        : Fault(column, text, "is not a valid visitor id", "Ids have 1 to 128 characters and no control characters.", default(VisitorId));

    private string Short(string column, string text) => text.Length <= 128
        ? text
        : Fault(column, text, "is too long", "The limit is 128 characters.", string.Empty);

    private string? Required(string column)
    {
        var text = Text(column);
        return text is not null || !table.Has(column)
            ? text
            : Fault<string?>(column, null, "the cell is empty", "Fill it in, or take the row out.", null);
    }

    private T Fault<T>(string column, string? value, string rule, string nextStep, T instead)
    {
        Fault(column, value, rule, nextStep);
        return instead;
    }
}
