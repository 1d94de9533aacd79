using System.Globalization;

namespace Referrals;

/// <summary>A part of a list that can be long, and where the next part begins.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <remarks>
/// Equal if the items and the cursors are equal. The cursor stands for a place and not for a number of items: what is added or removed meanwhile
/// makes no item of a later page come twice or get lost. It can be handed out, as in a link; it names nobody.
/// </remarks>
/// <example><code>
/// string? cursor = null;
/// do
/// {
///     var page = await referrals.ListFriendsAsync(alice, cursor);
///     // ...
///     cursor = page.Next;
/// }
/// while (cursor is not null);
/// </code></example>
public sealed record Page<T>
{
    private readonly ValueList<T> _items;

    internal Page(IEnumerable<T> items, string? next)
    {
        _items = items.ToValueList();
        Next = next;
    }

    /// <summary>The items. A page can hold fewer than were asked for, and even none, and still have a next one.</summary>
    public IReadOnlyList<T> Items => _items;

    /// <summary>The cursor of the next page; <c>null</c> on the last one.</summary>
    public string? Next { get; }
}

/// <summary>Cursors and sizes of pages.</summary>
internal static class PageCursor
{
    internal const int MaxTake = 200;

    internal static string Of(long position) => position.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentException">The text is no cursor.</exception>
    internal static long? Read(string? after) => after is null ? null
        : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : throw new ArgumentException($"'{after}' is not a cursor. Pass Page.Next of the page before, or null for the first page.", nameof(after));

    internal static void Check(int take)
    {
        if (take is < 1 or > MaxTake)
        {
            throw new ArgumentOutOfRangeException(nameof(take), take, $"A page has 1 to {MaxTake} items.");
        }
    }
}
