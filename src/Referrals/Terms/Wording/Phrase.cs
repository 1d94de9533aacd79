namespace Referrals.Terms.Wording;

/// <summary>
/// What is to be said, not yet in any language: the key of a text and what fills its places. Arguments are amounts, numbers, windows and
/// the like, other phrases, or lists.
/// </summary>
internal sealed class Phrase
{
    private Phrase(string key, string? name, object[] arguments)
    {
        Key = key;
        Name = name;
        Arguments = arguments;
    }

    internal string Key { get; }

    /// <summary>What of the host's is spoken of, such as an event; the host's words for it stand under <c>key.name</c>.</summary>
    internal string? Name { get; }

    internal IReadOnlyList<object> Arguments { get; }

    internal static Phrase Of(string key, params object[] arguments) => new(key, null, arguments);

    /// <summary>A phrase for something that the host named. Where no words are known, the name itself fills place 0.</summary>
    internal static Phrase Named(string key, string name, params object[] arguments) => new(key, name, [Spaced(name), .. arguments]);

    /// <summary>The phrase and all those that it is made of.</summary>
    internal IEnumerable<Phrase> All => Arguments.SelectMany(Inner).Prepend(this);

    /// <summary>Every argument that is no phrase, in the order in which it stands.</summary>
    internal IEnumerable<object> Values => Arguments.SelectMany(static argument => argument switch
    {
        Phrase phrase => phrase.Values,
        PhraseList list => list.Items.SelectMany(static item => item.Values),
        _ => [argument],
    });

    private static string Spaced(string name) => name.Replace('-', ' ').Replace('_', ' ').Replace('.', ' ');

    private static IEnumerable<Phrase> Inner(object argument) => argument switch
    {
        Phrase phrase => phrase.All,
        PhraseList list => list.Items.SelectMany(static item => item.All),
        _ => [],
    };
}
