using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>What many pages have: hidden fields, links between the pages of a list.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Parts;
