namespace TikTokFollowing.Sandbox;

/// <summary>The words the population is made of. Their order is part of the golden bytes: append nothing, reorder nothing.</summary>
internal static class SandboxText
{
    // 64 names and 64 words: with four ways to join them 14 bits of an account's key; see SandboxPopulation.HandleOf.
    internal static readonly string[] First =
    [
        "mia", "noah", "lena", "omar", "yuki", "zoe", "liam", "ava", "ines", "hugo", "nora", "luca", "maya", "finn", "ella", "ravi",
        "sofia", "jonas", "amara", "diego", "chloe", "ivan", "priya", "kofi", "elif", "mateo", "hana", "oscar", "layla", "tomas", "freya", "anya",
        "bruno", "carla", "dario", "esme", "felix", "gia", "henry", "irene", "jade", "kenji", "lucia", "marco", "nina", "otto", "paula", "quinn",
        "rosa", "samir", "tara", "uma", "viktor", "wendy", "xenia", "yara", "zane", "aiko", "bela", "cyrus", "daisy", "emil", "farah", "gwen",
    ];

    internal static readonly string[] Word =
    [
        "cooks", "travels", "paints", "runs", "reads", "bakes", "films", "dances", "sings", "codes", "hikes", "surfs", "knits", "skates", "plays", "draws",
        "writes", "builds", "gardens", "fishes", "climbs", "dives", "sails", "rides", "sews", "shoots", "lifts", "boxes", "swims", "tattoos", "crafts", "thrifts",
        "vlogs", "jokes", "teaches", "learns", "coaches", "repairs", "restores", "studies", "cycles", "camps", "forages", "roasts", "brews", "grills", "ferments", "collects",
        "designs", "edits", "records", "mixes", "drums", "strums", "juggles", "stacks", "folds", "carves", "welds", "quilts", "prints", "glazes", "blends", "styles",
    ];

    // 10 × 12 well-known accounts, such as tiny.science. At most 14 characters: shorter than any other handle, so never equal to one.
    internal static readonly string[] KnownPrefix = ["daily", "urban", "tiny", "lucky", "happy", "honest", "quiet", "modern", "salty", "sunny"];

    internal static readonly string[] KnownTopic =
        ["kitchen", "science", "pets", "comedy", "dance", "fitness", "history", "music", "travel", "makeup", "gaming", "books"];

    internal static readonly string[] Surname =
        ["Jones", "García", "Müller", "Nguyễn", "O'Neill", "Kowalski", "Sørensen", "Çelik", "da Silva", "Okafor", "Ivanov", "Smith-Lee", "Rossi", "Dvořák", "Tanaka", "Haddad"];

    internal static readonly string[] Emoji =
        ["✨", "🔥", "👩‍🚀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "🧑🏽‍🍳", "🎧", "💀", "🌸", "🐈‍⬛", "❤️", "🪩", "🤸🏿‍♀️", "☕️", "7️⃣"];

    internal static readonly string[] OtherScriptName =
    [
        "ليلى أحمد", "נועה לוי", "さくら🌸", "지우", "王小明", "Ольга Петрова", "प्रिया शर्मा", "มะลิ",
        "Ελένη", "محمد 🇪🇬", "りく|料理", "Zoë Ångström", "დავით", "ʟᴜɴᴀ", "𝓢𝓸𝓯𝓲𝓪", "سارا ✌🏽 Sara",
    ];

    // What breaks a CSV, a table or a spreadsheet that trusts strangers.
    internal static readonly string[] AwkwardName =
    [
        "=1+1", "Jade \"JJ\" Moore, PhD", "@home", "+1 (555) 0100", "-not a formula-", "a,b;c", "back\\slash & <b>bold</b>", "  spaced  ",
        "'quoted'", "tab\there", "\u202Etxet desrever", "user\u200B\u200Bname", "null", "0", "...", "🫥",
    ];

    // null = no bio at all.
    internal static readonly string?[] Bio =
    [
        "", null, "", "just here for the recipes", "📍 Lisbon\n📩 hello@example.invalid", "mom of 3, wife of 1, coffee addict ☕️", "DM for collabs 💌",
        "she/her | 🏳️‍🌈 | art, cats, chaos", "أهلاً وسهلاً 🌙\nصانعة محتوى من القاهرة", "לחיים! מוזיקה, ים וחברים", "she said \"yes\" 💍", "Business: biz@example.invalid\r\nLinks below 👇",
        "", "料理と旅行 🍜✈️\n毎週日曜に更新", "column a\tcolumn b\tcolumn c", "=1+1", "=HYPERLINK(\"https://example.invalid\",\"click me\")", "@everyone welcome",
        "👨‍👩‍👧‍👦 family vlogs, every day, no filter", "I repair old radios; sometimes they even work.", "Живу, снимаю, смеюсь 😂", "not a bot 🤖", null, "",
        "100% handmade, 0% perfect", "C:\\Users\\me\\brain.exe has stopped", "trust me, I'm a \"doctor\"\n- ok, a vet\n- fine, a cat owner", "새로운 영상은 금요일 🎬",
        "+ more on my website\n+ new drops weekly", "\u202Egnirts a si siht\u202C ← read it again", "\u001b[1mbold\u001b[0m move", "\n\nwait for it\n\n\n…", "भारत 🇮🇳 | dance | खाना", "",
        "link in bio ⬇️", "ex-banker, now bread 🍞", "long story short: I moved to a boat, kept the dog, lost the job, found the sea, and now I film all of it so that you can skip the boring parts.",
    ];
}
