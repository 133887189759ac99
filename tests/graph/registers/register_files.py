"""Registers as DUO and the LRK publish them, with a few rows; schools and numbers are made up."""

OLD_DUO = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;BRIN NUMMER;VESTIGINGSNUMMER;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;"
    "POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;DENOMINATIE;TELEFOONNUMMER;INTERNETADRES;ONDERWIJSSTRUCTUUR\r\n"
    "Noord-Brabant;41000;99AA;99AA00;Het Voorbeeld College;Laan;1;5341 GD;OSS;0828;OSS;Openbaar;0412000000;"
    "www.voorbeeld.example;VBO/MAVO/HAVO/VWO\r\n"
    "Noord-Brabant;41000;99AA;99AA01;Het Voorbeeld College locatie Café;Laan;9;5342 CX;OSS;0828;OSS;Openbaar;"
    "0412000001;www.voorbeeld.example;HAVO\r\n"
    "Noord-Brabant;41001;99BB;99BB00;Scholen in Boxmeer;Weg;2;5831 CR;BOXMEER;0756;BOXMEER;Openbaar;0485000000;;VBO\r\n"
).encode("cp1252")

NEW_DUO = (
    "\ufeff"
    '"PROVINCIE","BEVOEGD GEZAG NUMMER","INSTELLINGSCODE","VESTIGINGSCODE","VESTIGINGSNAAM","POSTCODE","PLAATSNAAM",'
    '"GEMEENTENAAM","DENOMINATIE","TELEFOONNUMMER","INTERNETADRES"\n'
    '"Noord-Brabant","41000","99CC","99CC00","Basisschool De Sprong","5345JK","OSS","OSS","Openbaar","0412000002",'
    '"www.desprong.example"\n'
    '"Noord-Brabant","41000","99DD","00","Basisschool De Boom","5346XX","BERGHEM","OSS","Openbaar","0412000003",""\n'
).encode()

BOARDS = (
    b'"BEVOEGD GEZAG NUMMER","BEVOEGD GEZAG NAAM","PLAATSNAAM","KVK-NUMMER"\n'
    b'"41000","Stichting Voorbeeldscholen","OSS","1234567"\n'
)

MBO = (
    b"PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;INSTELLINGSNAAM;POSTCODE;PLAATSNAAM;GEMEENTENAAM;INTERNETADRES\n"
    b"Noord-Brabant;41002;99EE;ROC Voorbeeld;5341 AA;OSS;OSS;\n"
)

LRK = (
    b"lrk_id;type_oko;opc;actuele_naam_oko;aantal_kindplaatsen;ve;status;inschrijfdatum;opvanglocatie_adres;"
    b"opvanglocatie_postcode;opvanglocatie_woonplaats;bag_id;naam_houder;kvk_nummer_houder;contact_persoon;"
    b"contact_telefoon;contact_emailadres;contact_website;cbs_code;verantwoordelijke_gemeente;lrk_url\r\n"
    b"100000001;KDV;Nee;KDV De Ster;40;;Ingeschreven;01-01-2020;Laan 1;5341GD;Oss;1;Ster BV;12345678;MERKTEKEN-PERSOON;"
    b"0412000004;MERKTEKEN@example.org;www.ster.example;0828;Oss;\r\n"
    b"100000002;BSO;Nee;BSO De Ster;20;;Ingeschreven;01-01-2020;Laan 1;5341GD;Oss;1;Ster BV;12345678;;;;;0828;Oss;\r\n"
    b"100000003;VGO;Nee;MERKTEKEN-GASTOUDER;6;;Ingeschreven;01-01-2020;;;Oss;;MERKTEKEN-GASTOUDER;;;;;;0828;Oss;\r\n"
    b"100000004;KDV;Nee;KDV De Maan;20;;Uitgeschreven;01-01-2010;Laan 3;5341GD;Oss;1;Maan BV;;;;;;0828;Oss;\r\n"
    b"100000005;KDV;Nee;KDV De Zon;20;;Ingeschreven;01-01-2020;Weg 3;2517KK;s-Gravenhage;1;Zon BV;;;;;;0518;"
    b"s-Gravenhage;\r\n"
)


def write_registers(folder, **files):
    """Write files and return their paths: `write_registers(folder, vestigingenbo=NEW_DUO)`."""
    paths = []
    for name, content in files.items():
        path = folder / f"{name.replace('_', '-')}.csv"
        path.write_bytes(content)
        paths.append(path)
    return paths
