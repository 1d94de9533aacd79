namespace Referrals.Codes;

/// <summary>Why a typed text is no code of a format.</summary>
public enum CodeFault
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Nothing was typed, or only separators.</summary>
    Empty,

    /// <summary>Characters are missing.</summary>
    TooShort,

    /// <summary>There are too many characters. A text of more than 128 is refused unread.</summary>
    TooLong,

    /// <summary>A character that no code of the format has at this place, nor one that looks like it.</summary>
    WrongCharacter,

    /// <summary>The prefix or the suffix is another one.</summary>
    WrongPrefix,

    /// <summary>The check character says that a character is wrong or that two were swapped.</summary>
    CheckFailed,

    /// <summary>A chosen code has no letter, so it could be taken for another number of the host.</summary>
    NoLetter,

    /// <summary>A chosen code contains a listed word.</summary>
    ListedWord,

    /// <summary>A chosen code is a reserved word, or looks like one.</summary>
    Reserved,

    /// <summary>
    /// A chosen code has as many characters as a generated one, so a typing error could turn one into the other.
    /// </summary>
    LikeGenerated,
}
