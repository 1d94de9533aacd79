using System.Collections.Immutable;

namespace Referrals.Codes;

/// <summary>
/// Whether a code contains a listed word, before it is turned into text. A word counts when a drawn character is part
/// of it: what the application wrote in prefix and suffix itself is its own choice.
/// </summary>
/// <param name="automaton">The listed words.</param>
/// <param name="prefix">The symbols that every code begins with.</param>
/// <param name="alphabet">The symbol of each alphabet index.</param>
/// <param name="suffix">The symbols that every code ends with.</param>
internal sealed class WordScreen(WordAutomaton automaton, byte[] prefix, byte[] alphabet, byte[] suffix)
{
    private readonly int _start = automaton.After(WordAutomaton.Start, prefix);

    internal bool IsClean(ReadOnlySpan<byte> indexes)
    {
        var state = _start;
        foreach (var index in indexes)
        {
            state = automaton.Step(state, alphabet[index]);
            if (automaton.IsHit(state))
            {
                return false;
            }
        }

        return suffix.Length == 0 || IsCleanInSuffix(state);
    }

    private bool IsCleanInSuffix(int state)
    {
        for (var i = 0; i < suffix.Length; i++)
        {
            state = automaton.Step(state, suffix[i]);
            if (automaton.LongestHit(state) > i + 1)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>
/// Finds listed words in a text of symbols in one step for each symbol, however many words are listed: the automaton of
/// Aho and Corasick, "Efficient string matching: an aid to bibliographic search", Communications of the ACM 18 (1975).
/// </summary>
/// <remarks>
/// Words are compared by what their characters can be read as, so <c>B00B</c> and <c>8OO8</c> are the same word.
/// States are numbered so that those in which a word ends come last.
/// </remarks>
internal sealed class WordAutomaton
{
    internal const int Start = 0;

    private const int None = -1;

    private readonly ushort[] _next;
    private readonly byte[] _longest;
    private readonly bool[] _anywhere;
    private readonly int _firstHit;

    internal WordAutomaton(IEnumerable<ListedWord> words)
    {
        var trie = new List<State> { new() };
        foreach (var word in words)
        {
            Add(word, trie);
        }

        Complete(trie);
        var order = Enumerable.Range(0, trie.Count).OrderBy(state => trie[state].Longest > 0).ToArray();
        var number = new ushort[trie.Count];
        for (var i = 0; i < order.Length; i++)
        {
            number[order[i]] = checked((ushort)i);
        }

        _longest = [.. order.Select(state => trie[state].Longest)];
        _anywhere = [.. order.Select(state => trie[state].IsAnywhere)];
        _firstHit = order.Count(state => trie[state].Longest == 0);
        _next =
        [
            .. from state in order
               from symbol in Enumerable.Range(0, Symbol.Count)
               select number[trie[state].Next[LookAlikes.Reading(symbol)]],
        ];
    }

    internal int Step(int state, int symbol) => _next[state * Symbol.Count + symbol];

    /// <summary>Whether a listed word ends in this state.</summary>
    internal bool IsHit(int state) => state >= _firstHit;

    /// <summary>How many characters the longest listed word has that ends in this state; 0 for none.</summary>
    internal int LongestHit(int state) => _longest[state];

    /// <summary>Whether a word ends in this state that counts wherever it stands.</summary>
    internal bool IsHitAnywhere(int state) => _anywhere[state];

    /// <summary>The state after a text, whatever words it contains itself.</summary>
    internal int After(int state, ReadOnlySpan<byte> symbols)
    {
        foreach (var symbol in symbols)
        {
            state = Step(state, symbol);
        }

        return state;
    }

    private static void Add(ListedWord word, List<State> trie)
    {
        var state = trie[Start];
        foreach (var c in word.Text)
        {
            ref var next = ref state.Next[LookAlikes.Reading(Symbol.Of(c))];
            if (next == None)
            {
                next = trie.Count;
                trie.Add(new State());
            }

            state = trie[next];
        }

        state.Longest = (byte)word.Text.Length;
        state.IsAnywhere |= word.IsAnywhere;
    }

    /// <summary>Breadth first: what a state lacks, it takes from the state of its longest proper suffix.</summary>
    private static void Complete(List<State> trie)
    {
        var queue = new Queue<int>([Start]);
        while (queue.TryDequeue(out var at))
        {
            var state = trie[at];
            var suffix = trie[state.Suffix];
            state.Longest = Math.Max(state.Longest, suffix.Longest);
            state.IsAnywhere |= suffix.IsAnywhere;
            for (var symbol = 0; symbol < Symbol.Count; symbol++)
            {
                var fallback = at == Start ? Start : suffix.Next[symbol];
                if (state.Next[symbol] == None)
                {
                    state.Next[symbol] = fallback;
                    continue;
                }

                trie[state.Next[symbol]].Suffix = fallback;
                queue.Enqueue(state.Next[symbol]);
            }
        }
    }

    private sealed class State
    {
        internal State() => Array.Fill(Next, None);

        internal int[] Next { get; } = new int[Symbol.Count];

        internal int Suffix { get; set; } = Start;

        internal byte Longest { get; set; }

        internal bool IsAnywhere { get; set; }
    }
}

/// <summary>A word that codes avoid.</summary>
/// <param name="Text">In capital letters and digits.</param>
/// <param name="IsAnywhere">Whether it counts as a part of a longer word in a code that somebody chose.</param>
internal readonly record struct ListedWord(string Text, bool IsAnywhere);

/// <summary>
/// The words that codes avoid unless the application says otherwise: vulgar, hateful and sexual ones, without accents. No word
/// contains another of its own kind.
/// </summary>
internal static class ListedWords
{
    /// <summary>Words that are offensive wherever they stand.</summary>
    private static readonly string[] OffensiveAnywhere =
    [
        // English
        "ARSEHOLE ASSHOLE BASTARD BITCH BLOWJOB BOLLOCK BONER BOOBS CUNT DICKHEAD DILDO DYKE FAGGOT FELCH "
        + "FUCK GANGBANG HANDJOB HARDON HITLER JACKOFF JIGABOO JIZZ KIKE MILF MOTHERF NAZI NIGGA NIGGER ORGASM "
        + "PEDOPHIL PENIS PHUCK PISSED PISSOFF PORN PUSSY RAPIST RETARD SCHLONG SCROTUM SHEMALE SHIT SLUT "
        + "SMEGMA SUCKER TOSSER TRANNY TWAT VAGINA VULVA WANKER WETBACK WHITEPOWER WHORE",
        // German
        "ARSCH FICK FOTZE HURE KANAKE MISSGEBURT MUSCHI NUTTE PIMMEL SCHEISS SCHLAMPE SCHWUCHTEL SIEGHEIL "
        + "TITTE VOTZE WICHSE WIXER",
        // French
        "BATARD BOUGNOUL BRANLEUR CONNARD CONNASSE COUILLE ENCULE ENFOIRE FIOTTE FOUTRE GOUINE MERDE NIQUE "
        + "PETASSE SALOPE YOUPIN",
        // Spanish
        "CABRON CHINGA COJONES GILIPOLLA JODER MARICON MIERDA PENDEJ POLLAS PUTA SUDACA",
        // Portuguese
        "BOCETA BUCETA CAGALHAO CARALHO CUZAO FODER PIROCA PUNHETA SAPATAO XOXOTA",
        // Italian
        "CAZZO COGLIONE FOTTERE FROCIO MIGNOTTA MINCHIA POMPINO PUTTANA SBORRA STRONZ VAFFANCULO ZOCCOLA",
        // Dutch
        "FLIKKER KLOOTZAK NEUKEN PIEMEL TERINGLIJER TYFUSLIJER",
        // Nordic
        "HELVETE HOMOFITTA JAVLAR KNULLA KUKSUG NEEKERI PERKELE RUNKKU VITTU",
        // Slavic
        "BLYAD BLYAT CHUJ DOLBOEB GOVNO HOVNO JEBAC JEBEM KURVA KURWA MUDAK PICKA PIDARAS PIDOR PIZDA PIZDEC "
        + "SPIERDALAJ ZALUPA",
        // Others
        "AMCIK ANANISIK ANJING BHENCHOD CHINPO CHUTIYA GOTVEREN KONTOL MADARCHOD NGENTOT OROSPU PEZEVENK "
        + "PICSA POUTSA SIKERIM SIKTIR YARRAK",
    ];

    /// <summary>
    /// Words that are also part of innocent ones: ASS of CLASS, RAPE of GRAPE. No generated code contains them; in a
    /// code that somebody chose they count only by themselves.
    /// </summary>
    private static readonly string[] OffensiveAlone =
    [
        // English
        "ANAL ANUS ARSE ASS BALLS BOOB BUTT CLIT COCK COON CRAP CUM DAMN DICK DIE FAG FAP FART FCK FUK FUQ "
        + "GIMP GOOK HATE HELL HOE HOMO HORNY JAP JERK JISM KILL KKK KYS LESBO MUFF NEGRO NIG NUDE ORGY PAKI "
        + "PECKER PEDO PEE PISS POO POOP PRICK PUBE PUKE RAPE SCAT SCUM SEMEN SEX SKANK SLAVE SMUT SPERM SPIC "
        + "SPUNK STFU SUCK TARD TIT TURD WANK WOG WTF XXX",
        // German
        "BUMSEN DEPP DRECK FOTZ FUT HODEN KACKE KOTZE NEGER PENNER PISSE SAU SCHWANZ SCHWUL SPAST TUNTE WICHS",
        // French
        "BAISE BITE BRANLE CHATTE CHIE CHIER CON CUL NEGRE PEDALE PEDE POUFFE PUTE TEUB ZIZI",
        // Spanish
        "CACA CAGAR CHOCHO COJER CONO CULO FOLLAR MAMADA MARICA NALGAS PENE PICHA POLLA PUTO TETA TETAS VERGA "
        + "ZORRA",
        // Portuguese
        "BOSTA BROCHE CORNO FODA MACACO PAU PICA PORRA ROLA VADIA VEADO VIADO XOTA",
        // Italian
        "CAGARE FICA FIGA PALLE SCOPARE TERRONE TROIA",
        // Dutch
        "HOER KANKER KONT KUT LUL NEUK PIJP POEP REET RUKKER SLET TIETEN",
        // Nordic
        "DRITT FAEN FITTA FITTE HORA HORE KNULL KUK LORT PERSE PIK PILLU RUNK RUVA SATAN SKIT",
        // Slavic
        "BLAD CIPA CYCKI DUPA HUJ HUY JEBA KOKOT KUNDA KURAC PEDER PIDAR PRDEL SRAC SRAT SUKA SYKA XUI XUY "
        + "YEBA ZOPA",
        // Others
        "AMK BABI BAKA FASZ GANDU GECI IBNE KAHPE KUSO LONTE LUND MALAKA MANKO MEMEK MUIE PIC PUKI PULA PUNCI "
        + "RANDI SEGG",
    ];

    /// <summary>The words, in capital letters, and whether they are offensive wherever they stand.</summary>
    internal static IReadOnlyList<ListedWord> All { get; } =
    [
        .. Split(OffensiveAnywhere).Select(word => new ListedWord(word, IsAnywhere: true)),
        .. Split(OffensiveAlone).Select(word => new ListedWord(word, IsAnywhere: false)),
    ];

    private static IEnumerable<string> Split(string[] lists) => lists.SelectMany(list => list.Split(' '));
}

/// <summary>
/// Words that no code contains: offensive ones of several languages, and those that the application adds. A word is also found
/// when it is written with characters that look like its own (<c>0</c> for O, <c>5</c> for S, <c>V</c> for U).
/// </summary>
/// <remarks>Immutable; equality is by the words.</remarks>
public sealed class CodeWords : IEquatable<CodeWords>
{
    private const int MinLength = 3;

    private readonly Lazy<WordAutomaton> _automaton;

    private CodeWords(bool includesDefault, ImmutableSortedSet<string> own)
    {
        IncludesDefault = includesDefault;
        Own = own;
        _automaton = new Lazy<WordAutomaton>(() => new WordAutomaton(All));
    }

    /// <summary>The list that comes with the library.</summary>
    public static CodeWords Default { get; } = new(true, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>No words at all: every code can come out.</summary>
    public static CodeWords None { get; } = new(false, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>Whether the list that comes with the library is in force.</summary>
    public bool IncludesDefault { get; }

    /// <summary>The words that the application has added, in capital letters and ordinal order.</summary>
    public ImmutableSortedSet<string> Own { get; }

    internal IEnumerable<ListedWord> All =>
        Own.Select(word => new ListedWord(word, IsAnywhere: true)).Concat(IncludesDefault ? ListedWords.All : []);

    internal WordAutomaton Automaton => _automaton.Value;

    /// <summary>These words and more.</summary>
    /// <param name="words">Each of 3 to 20 characters out of <c>A-Z 0-9</c>; lower case is taken as upper case.</param>
    /// <exception cref="ArgumentException">A word is shorter, longer, or has other characters.</exception>
    public CodeWords With(params IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new CodeWords(IncludesDefault, Own.Union(words.Select(Checked)));
    }

    /// <summary>
    /// Whether a chosen code has a listed word: one that counts anywhere, or one that also is part of innocent words
    /// and stands here between digits or ends.
    /// </summary>
    internal bool OffendIn(ReadOnlySpan<byte> symbols)
    {
        var automaton = Automaton;
        var state = WordAutomaton.Start;
        for (var i = 0; i < symbols.Length; i++)
        {
            state = automaton.Step(state, symbols[i]);
            var before = i - automaton.LongestHit(state);
            var isAlone = IsBorder(symbols, before) && IsBorder(symbols, i + 1);
            if (automaton.IsHit(state) && (automaton.IsHitAnywhere(state) || isAlone))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBorder(ReadOnlySpan<byte> symbols, int place) =>
        place < 0 || place >= symbols.Length || Symbol.IsDigit(symbols[place]);

    private static string Checked(string word) =>
        word is { Length: >= MinLength and <= ReferralCode.MaxLength } && word.All(char.IsAsciiLetterOrDigit)
            ? word.ToUpperInvariant()
            : throw new ArgumentException(
                $"A listed word takes {MinLength} to {ReferralCode.MaxLength} characters out of A-Z and 0-9, and "
                + $"'{word}' does not. Write it without accents.",
                nameof(word));

    /// <inheritdoc/>
    public bool Equals(CodeWords? other) =>
        other is not null && IncludesDefault == other.IncludesDefault && Own.SetEquals(other.Own);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CodeWords);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Own.Aggregate(IncludesDefault ? 1 : 0, (hash, word) => HashCode.Combine(hash, word.GetHashCode(StringComparison.Ordinal)));
}
